public import BertStorage

extension VectorFileError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch kind {
    case .inputMissing: .inputMissing
    case .badData: .badData
    case .io: .io
    }
  }
}
