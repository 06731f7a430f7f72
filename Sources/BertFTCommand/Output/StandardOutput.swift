import BertStorage
import Foundation

/// Buffered standard output that reports every failed write.
///
/// `print` ignores errors: with it, a full disk would mean exit code 0 and half a result. A reader that has closed the
/// pipe (`bertft predict … | head -1`) is no error: the program ends quietly with code 0.
struct StandardOutput {
  private var buffer: [UInt8] = []
  private let capacity = 1 << 16
  private let isTerminal = isatty(STDOUT_FILENO) == 1

  /// Appends a line. A terminal gets it at once, another reader with ``flush()`` or when the buffer is full.
  mutating func writeLine(_ line: String) throws(CommandFailure) {
    buffer.append(contentsOf: line.utf8)
    buffer.append(UInt8(ascii: "\n"))
    if isTerminal || buffer.count >= capacity { try flush() }
  }

  /// Appends bytes.
  mutating func append(_ bytes: [UInt8]) throws(CommandFailure) {
    buffer += bytes
    if buffer.count >= capacity { try flush() }
  }

  /// Writes out the buffer.
  ///
  /// - Throws: `CommandFailure` for a write that fails.
  mutating func flush() throws(CommandFailure) {
    defer { buffer.removeAll(keepingCapacity: true) }
    var start = 0
    while start < buffer.count {
      let written = buffer[start...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written >= 0 {
        start += written
        continue
      }
      let code = errno
      switch code {
      case EINTR: continue
      // Another process that shares the stream may have made it non-blocking.
      case EAGAIN: _ = StreamOutput.isReady(STDOUT_FILENO, -1)
      case EPIPE: exit(ExitStatus.success.rawValue)
      default:
        let reason = String(cString: strerror(code))
        throw CommandFailure(.inputOutput, "cannot write to standard output: \(reason)")
      }
    }
  }

  /// Writes a line at once.
  static func print(_ line: String) throws(CommandFailure) { try print(lines: [line]) }

  /// Writes lines at once.
  static func print(lines: [String]) throws(CommandFailure) {
    var output = StandardOutput()
    for line in lines { try output.writeLine(line) }
    try output.flush()
  }
}
