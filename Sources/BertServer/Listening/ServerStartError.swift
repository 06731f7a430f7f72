public import BertStorage

/// Why a server cannot listen.
public struct ServerStartError: Error, Sendable, CustomStringConvertible {
  /// The address; empty for a Unix socket.
  public let host: String
  /// The port.
  public let port: Int
  /// The path of a Unix socket; nil for an address.
  public let socketPath: String?
  /// The reason, such as the system's message.
  public let reason: String

  init(host: String, port: Int, reason: String) {
    self.host = host
    self.port = port
    socketPath = nil
    self.reason = reason
  }

  init(socketPath: String, reason: String) {
    host = ""
    port = 0
    self.socketPath = socketPath
    self.reason = reason
  }

  /// An error about the address in the options.
  init(_ options: ServerOptions, reason: String) {
    if let path = options.socketPath {
      self.init(socketPath: path, reason: reason)
    } else {
      self.init(host: options.host, port: options.port, reason: reason)
    }
  }

  /// One line: what is wrong, where, and what to do next.
  public var description: String { wording.plain }
}

extension ServerStartError: Worded {
  package var wording: Wording {
    if let socketPath {
      return """
        \(socketPath): cannot listen: \(reason); \
        choose another \(library: "path", command: "path with \(option: "socket")")
        """
    }
    return """
      \(host):\(port): cannot listen: \(reason); \
      choose another \(library: "host or port", command: "\(options: ["host", "port"], "or")")
      """
  }
}

extension ServerStartError: CodedError {
  /// The class of the error.
  public var code: ErrorCode { .unavailable }
}
