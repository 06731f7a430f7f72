import BertStorage

/// The lines of a result, written to standard output or to a file that appears when it is complete.
struct ResultLines: ~Copyable {
  private var standard = StandardOutput()
  private var file: AsideFile?
  private var buffer: [UInt8] = []
  private static let capacity = 1 << 16

  /// - Parameter path: The file; nil for standard output.
  init(path: String?) throws(FileError) {
    file = if let path { try AsideFile(for: path) } else { nil }
  }

  /// Appends a line.
  mutating func write(_ line: String) throws {
    guard file != nil else { return try standard.writeLine(line) }
    buffer.append(contentsOf: line.utf8)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.capacity { try empty() }
  }

  /// Flushes standard output, so that its reader gets the lines so far. A file has no reader yet.
  mutating func handOver() throws(CommandFailure) {
    if file == nil { try standard.flush() }
  }

  /// Writes out all lines; a file moves into its place.
  consuming func finish() throws {
    try empty()
    if let file = file.take() { try file.finish() } else { try standard.flush() }
  }

  private mutating func empty() throws(FileError) {
    try file?.append(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
