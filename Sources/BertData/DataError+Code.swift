public import BertStorage

extension DataError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch kind {
    case .usage: .usage
    case .badData: .badData
    case .inputMissing: .inputMissing
    case .io: .io
    }
  }
}
