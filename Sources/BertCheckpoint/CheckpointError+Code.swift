public import BertStorage

extension CheckpointError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch kind {
    case .inputMissing: .inputMissing
    case .badData: .badData
    case .io: .io
    }
  }
}
