import BertStorage
import Foundation

/// Standard error, where a line that cannot be written is lost and nothing more: no error, no trap, no waiting for a reader
/// that has stopped reading when the program is about to end.
enum StandardError {
  /// Milliseconds that the last words of the program wait for a reader.
  static let lastPatience: Int32 = 2000

  /// Writes a text.
  ///
  /// - Parameter patience: As ``StreamOutput/write(_:to:patience:)`` has it.
  static func write(_ text: String, patience: Int32 = -1) {
    StreamOutput.write(Array(text.utf8), to: STDERR_FILENO, patience: patience)
  }

  /// Gives the three streams a descriptor where the program was started without: the next file would get it, and notes would
  /// be written into that. What reads or writes there still fails.
  static func occupy() {
    for (descriptor, flags) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      // The least that is free is given, and those before are taken by now.
      _ = open("/dev/null", flags)
    }
  }
}
