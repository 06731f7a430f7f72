public import BertStorage

extension TokenizerError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch self {
    case .noTokenizerFiles, .noVocabulary, .unreadable: .inputMissing
    default: .badData
    }
  }
}
