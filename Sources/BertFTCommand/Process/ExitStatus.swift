/// What the program's exit code says, after BSD's sysexits.
///
/// Every error becomes one of these in one place, ``CommandFailure/init(_:)``.
enum ExitStatus: Int32, Sendable {
  /// Done.
  case success = 0
  /// The command line is wrong: an unknown option, a value out of range.
  case usage = 64
  /// The input was read and breaks a rule of its format.
  case badData = 65
  /// The input is not there or cannot be opened.
  case inputMissing = 66
  /// Something the work needs is not to be had: a processor feature, a model that was never fetched.
  case unavailable = 69
  /// A mistake of this program.
  case internalError = 70
  /// Reading or writing failed: a directory that may not be written, a disk that fails.
  case inputOutput = 74
  /// The same command may succeed later: another run holds the place, the disk is full, a server does not answer.
  case tryAgain = 75
  /// Ended by the user, with Control-C.
  case interrupted = 130
}
