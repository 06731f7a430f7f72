public import BertStorage

/// Why a ``BatchingPredictor`` refuses a request.
public enum BatchingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The queue is full.
  case overloaded(queued: Int, limit: Int)

  /// One line: what is wrong and what to do next.
  public var description: String {
    switch self {
    case .overloaded(let queued, let limit):
      "overloaded: \(Counted(queued, "text is", "texts are")) waiting, and the limit is \(Counted.digits(limit)); try again later"
    }
  }
}

extension BatchingError: CodedError {
  /// The class of the error.
  public var code: ErrorCode { .unavailable }
}
