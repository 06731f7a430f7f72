/// Rows of a file that begin in a range of its bytes, where each row is a line.
///
/// Such a part can be read without the bytes before it: the reader begins one byte before the range and skips the rest
/// of the line that this byte belongs to.
struct LinePart {
  private let source: DataSource
  /// Bytes of the file.
  let range: Range<Int>
  /// The offset at which reading begins.
  let start: Int
  /// Bytes of a byte-order mark at the beginning of what is read.
  private let mark: Int
  private var linesBefore: Int?

  /// - Parameters:
  ///   - source: the file.
  ///   - range: the bytes in which the rows of the part begin.
  ///   - mark: bytes of the file's byte-order mark.
  init(_ source: DataSource, range: Range<Int>, mark: Int) {
    self.source = source
    self.range = range
    start = max(0, range.lowerBound - 1)
    self.mark = start == 0 ? mark : 0
  }

  /// Opens the file at ``start``.
  func open() throws(DataError) -> InputFile { try InputFile(source, from: start, for: range) }

  /// The offset in the file at which the current row begins; a byte-order mark belongs to the first row.
  func place(of parser: RowParser) -> Int {
    let place = start + parser.window.dropped + parser.rowStart
    return place <= mark ? 0 : place
  }

  /// The number of lines that end before ``start``.
  ///
  /// They are counted once, when the number of a line is needed for a message.
  mutating func countLinesBefore() throws(DataError) -> Int {
    if let linesBefore { return linesBefore }
    let file = try InputFile(source)
    let chunk = UnsafeMutablePointer<UInt8>.allocate(capacity: ByteWindow.chunk)
    defer { chunk.deallocate() }
    var lines = 0, left = start, wasCR = false
    while left > 0 {
      let got = try file.fill(chunk, count: min(left, ByteWindow.chunk))
      if got == 0 { break }
      for byte in UnsafeBufferPointer(start: chunk, count: got) {
        if byte == Byte.carriageReturn || (byte == Byte.lineFeed && !wasCR) { lines += 1 }
        wasCR = byte == Byte.carriageReturn
      }
      left -= got
    }
    // If reading begins at the LF of a CR LF, the parser counts this line end too.
    if wasCR, try file.fill(chunk, count: 1) == 1, chunk[0] == Byte.lineFeed { lines -= 1 }
    linesBefore = lines
    return lines
  }
}

extension ExampleReader {
  /// The number of rows within which the columns must be known.
  private static let patience = 1000

  /// The rows of a part of a file whose rows are lines: JSON lines and plain text, in UTF-8 and not compressed.
  ///
  /// The columns are those that the beginning of the whole file tells.
  ///
  /// - Parameters:
  ///   - source: the file.
  ///   - options: what the user chose.
  ///   - range: takes the size of the file and gives the range of the part, both in bytes; the rows that begin in the
  ///     range belong to the part.
  /// - Returns: nil where rows are not lines, where the bytes of the file are not those of the text, or where the
  ///   beginning of the file does not tell the columns.
  /// - Throws: what reading the beginning of the file throws.
  static func lines(
    _ source: DataSource, options: ReadingOptions, within range: (Int) -> Range<Int>
  ) throws(DataError) -> ExampleReader? {
    guard case .file = source else { return nil }
    var reader = try ExampleReader(source, options: options)
    guard reader.folder == nil, [.jsonl, .txt].contains(reader.report.format),
      (reader.input as? MarkedInput)?.isPlainFile ?? (reader.input is InputFile),
      let size = try InputFile(source).size
    else { return nil }
    let mark = reader.parser.position
    var rows = 0
    repeat {
      guard rows < patience, try reader.next() != nil else { return nil }
      rows += 1
    } while !reader.interpreter.isSettled
    let part = LinePart(source, range: range(size), mark: mark)
    let file = try part.open()
    reader.part = part
    reader.input = file
    reader.report = ReadingReport(format: reader.report.format)
    reader.trimmedLabels = RowTally()
    reader.blankLines = 0..<0
    reader.heldBack = nil
    let window = ByteWindow(file, maximumRow: options.maximumRowBytes)
    let start = part.start == 0 ? mark : 0
    while window.count < start, try window.refill(keepingFrom: 0, line: 1) {}
    reader.parser = RowParser(
      window, delimiter: nil, quotes: false, skipsBlankRows: reader.report.format == .jsonl,
      start: min(start, window.count))
    return reader
  }
}
