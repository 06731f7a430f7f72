import BertCheckpoint
public import BertStorage

extension ModelError: CodedError {
  /// The code of the error: that of the checkpoint's error, or bad data.
  public var code: ErrorCode {
    if case .checkpoint(let error) = self { return error.code }
    return .badData
  }

  /// The checkpoint's error, if there is one.
  public var cause: (any Error)? {
    if case .checkpoint(let error) = self { return error }
    return nil
  }
}
