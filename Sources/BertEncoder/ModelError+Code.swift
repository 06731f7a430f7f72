import BertCheckpoint
public import BertStorage

extension ModelError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    if case .checkpoint(let error) = self { return error.code }
    return .badData
  }

  /// The checkpoint's error, where it is one.
  public var cause: (any Error)? {
    if case .checkpoint(let error) = self { return error }
    return nil
  }
}
