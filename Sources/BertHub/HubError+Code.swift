public import BertStorage

extension HubError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch kind {
    case .usage: .usage
    case .badData: .badData
    case .unavailable: .unavailable
    case .io: .io
    case .interrupted: .interrupted
    }
  }
}
