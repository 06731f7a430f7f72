import BertStorage
import Foundation

/// Standard output as a buffered sequence of bytes whose every failure is noticed.
///
/// `print` loses errors: with it, a full disk would end in exit code 0 and half a result. A reader that has gone away
/// (`bertft predict … | head -1`) is no error: the program ends quietly with code 0, for nobody waits for the rest.
struct StandardOutput {
  private var buffer: [UInt8] = []
  private let capacity = 1 << 16
  private let isTerminal = isatty(STDOUT_FILENO) == 1

  /// Appends a line. It reaches the reader at once on a terminal, otherwise with ``flush()`` or a full buffer.
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

  /// Hands over everything written so far.
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
      // Whoever shares the stream may have made it non-blocking.
      case EAGAIN: _ = StreamOutput.isReady(STDOUT_FILENO, -1)
      case EPIPE: exit(ExitStatus.success.rawValue)
      default:
        let reason = String(cString: strerror(code))
        throw CommandFailure(.inputOutput, "cannot write to standard output: \(reason)")
      }
    }
  }

  /// Writes a line and hands it over.
  static func print(_ line: String) throws(CommandFailure) { try print(lines: [line]) }

  /// Writes lines and hands them over.
  static func print(lines: [String]) throws(CommandFailure) {
    var output = StandardOutput()
    for line in lines { try output.writeLine(line) }
    try output.flush()
  }
}
