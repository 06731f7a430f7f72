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
  public var description: String { "\(host):\(port): cannot listen: \(reason); choose another --host or --port" }
}

extension ServerStartError: CodedError {
  /// The class of the error.
  public var code: ErrorCode { .unavailable }
}
