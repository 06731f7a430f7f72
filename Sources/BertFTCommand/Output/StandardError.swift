import BertStorage
import Foundation

/// Standard error. A line that cannot be written is lost without an error or a trap, and the last lines of the program
/// do not wait for long for a reader that has stopped reading.
enum StandardError {
  /// How long the program's last lines wait for a reader, in milliseconds.
  static let lastPatience: Int32 = 2000

  /// Writes a text.
  ///
  /// - Parameters:
  ///   - text: The text, with its line ends.
  ///   - patience: How long to wait for a reader, in milliseconds; -1 waits without a limit.
  static func write(_ text: String, patience: Int32 = -1) {
    StreamOutput.write(Array(text.utf8), to: STDERR_FILENO, patience: patience)
  }

  /// Opens the standard streams that the program was started without. Otherwise the next file would get such a
  /// descriptor, and notes would be written into it. Reading from and writing to these streams still fails.
  static func occupy() {
    for (descriptor, flags) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      // `open` returns the lowest free descriptor, and the lower ones are in use by now.
      _ = open("/dev/null", flags)
    }
  }
}
