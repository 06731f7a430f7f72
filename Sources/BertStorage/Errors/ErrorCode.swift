/// The classes of errors, which a program handles differently.
public enum ErrorCode: String, Sendable, Codable, CaseIterable {
  /// An option or an argument is wrong.
  case usage
  /// The input was read and breaks a rule of its format.
  case badData = "bad_data"
  /// The input does not exist or cannot be opened.
  case inputMissing = "input_missing"
  /// Something needed is unavailable: a model that was never fetched, a feature of the processor, room in a queue.
  case unavailable
  /// A retry may succeed: another run holds the place, the disk is full, a server does not answer.
  case tryAgain = "try_again"
  /// A bug in this package.
  case internalError = "internal_error"
  /// Reading or writing failed.
  case io
  /// The work was interrupted, for example by a signal.
  case interrupted
}
