/// The classes of error that a program answers differently.
public enum ErrorCode: String, Sendable, Codable, CaseIterable {
  /// An option or an argument is wrong.
  case usage
  /// The input was read and breaks a rule of its format.
  case badData = "bad_data"
  /// The input is not there or cannot be opened.
  case inputMissing = "input_missing"
  /// Something needed is not to be had: a model that was never fetched, a feature of the processor, room in a queue.
  case unavailable
  /// The same may succeed later: another run holds the place, the disk is full, a server does not answer.
  case tryAgain = "try_again"
  /// A mistake of this package.
  case internalError = "internal_error"
  /// Reading or writing failed.
  case io
  /// The work was stopped.
  case interrupted
}
