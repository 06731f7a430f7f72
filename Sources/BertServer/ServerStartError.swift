public import BertStorage

/// Why a server cannot listen.
public struct ServerStartError: Error, Sendable, CustomStringConvertible {
  /// The address.
  public let host: String
  /// The port.
  public let port: Int
  /// What the system said.
  public let reason: String

  /// One line: what is wrong, where, and what to do next.
  public var description: String { wording.plain }
}

extension ServerStartError: Worded {
  package var wording: Wording {
    """
    \(host):\(port): cannot listen: \(reason); \
    choose another \(library: "host or port", command: "\(options: ["host", "port"], "or")")
    """
  }
}

extension ServerStartError: CodedError {
  /// The class of the error.
  public var code: ErrorCode { .unavailable }
}
