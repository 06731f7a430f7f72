/// The program's exit codes, after BSD's sysexits.
///
/// ``CommandFailure/init(_:)`` maps every error to one of them.
enum ExitStatus: Int32, Sendable {
  /// Done.
  case success = 0
  /// The command line is wrong: an unknown option, a value out of range.
  case usage = 64
  /// The input can be read and breaks a rule of its format.
  case badData = 65
  /// The input does not exist or cannot be opened.
  case inputMissing = 66
  /// Something that the work needs is not available: a processor feature, a model that was never fetched.
  case unavailable = 69
  /// A bug of this program.
  case internalError = 70
  /// Reading or writing failed: a directory that may not be written, a disk that fails.
  case inputOutput = 74
  /// The same command may succeed later: another run uses the same place, the disk is full, a server does not answer.
  case tryAgain = 75
  /// The user or a supervisor ended the program, with Control-C or SIGTERM.
  case interrupted = 130
}
