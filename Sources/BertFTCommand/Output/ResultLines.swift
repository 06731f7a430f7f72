import BertStorage

/// Where the lines of a result go: to standard output, or to a file that appears when it is whole.
struct ResultLines: ~Copyable {
  private var standard = StandardOutput()
  private var file: AsideFile?
  private var buffer: [UInt8] = []
  private static let capacity = 1 << 16

  /// - Parameter path: The file; nil for standard output.
  init(path: String?) throws(FileError) {
    file = if let path { try AsideFile(for: path) } else { nil }
  }

  mutating func write(_ line: String) throws {
    guard file != nil else { return try standard.writeLine(line) }
    buffer.append(contentsOf: line.utf8)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.capacity { try empty() }
  }

  /// Hands over what was written so far to the reader of standard output; a file has none yet.
  mutating func handOver() throws(CommandFailure) {
    if file == nil { try standard.flush() }
  }

  /// Hands over what was written; a file takes its place.
  consuming func finish() throws {
    try empty()
    if let file = file.take() { try file.finish() } else { try standard.flush() }
  }

  private mutating func empty() throws(FileError) {
    try file?.append(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
