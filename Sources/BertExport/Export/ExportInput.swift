public import BertData
import BertStorage

/// The rows of an export: those of a shard, counted where that is needed, hashed as they go by.
public struct ExportInput {
  let name: String
  /// The rows' numbers in the whole input; nil where the end is not known.
  let shard: Range<Int>?
  let source: DataSource
  private(set) var columns: ExportColumns
  private let reading: ReadingOptions
  private var stream: ExampleStream
  /// Usable rows read so far.
  private(set) var read = 0
  /// A hash over their texts and what travels along.
  private(set) var texts = TextHash.start
  /// The line of each id that went by, in the bytes it is written with; nil where ids may come again, or were checked
  /// before.
  private var lineOf: [[UInt8]: Int]?

  /// Opens the input. With a shard it is read through once, to count its rows.
  ///
  /// - Parameters:
  ///   - source: The data.
  ///   - reading: How it is read; the columns that travel along are set here.
  ///   - columns: The columns that travel along.
  ///   - shard: The part that is read; nil for all.
  /// - Throws: `option` for a shard of a pipe, which cannot be read twice; `data`.
  public init(
    _ source: DataSource, reading: ReadingOptions, columns: ExportColumns = ExportColumns(), shard: ExportShard? = nil
  ) throws(ExportError) {
    try columns.check()
    var reading = reading
    reading.carriedColumns = columns.read
    reading.idColumn = columns.id
    self.source = source
    self.columns = columns
    self.reading = reading
    name = source.name
    stream = try Self.open(source, reading)
    guard let shard else {
      self.shard = nil
      return
    }
    guard Self.canBeReadTwice(source, stream) else {
      throw .option(
        name: "shard", value: "\(shard.index)/\(shard.count)",
        rule: "the rows are counted first, which a pipe does not allow; give a file")
    }
    var count = 0
    while try Self.next(&stream) != nil { count += 1 }
    stream = try Self.open(source, reading)
    self.shard = shard.rows(of: count)
  }

  /// Whether the rows can be had from their beginning again: standard input cannot, even where it is a file, since what
  /// was read of it is gone.
  private static func canBeReadTwice(_ source: DataSource, _ stream: ExampleStream) -> Bool {
    source != .standardInput && stream.fraction != nil
  }

  /// What was met in the data so far.
  public var report: ReadingReport { stream.report }

  /// The part of the rows that is done.
  var fraction: Double? {
    guard let shard else { return stream.fraction }
    return shard.isEmpty ? 1 : min(1, max(0, Double(read - shard.lowerBound) / Double(shard.count)))
  }

  /// The number of the first row that is written.
  var firstRow: Int { shard?.lowerBound ?? 0 }

  /// The next row and its number, or nil at the end.
  mutating func next() throws(ExportError) -> (row: Example, number: Int)? {
    if let shard { try skip(to: shard.lowerBound) }
    if let shard, read >= shard.upperBound { return nil }
    guard let row = try step() else { return nil }
    return (row, read - 1)
  }

  /// Reads rows without giving them out.
  mutating func skip(to row: Int) throws(ExportError) {
    while read < row, try step() != nil {}
  }

  /// The first rows of the whole input, read by themselves where it can be read twice.
  ///
  /// - Returns: nil for a pipe.
  func firstRows(_ count: Int, bytes: Int) throws(ExportError) -> [Example]? {
    guard Self.canBeReadTwice(source, stream) else { return nil }
    var again = try Self.open(source, reading), rows: [Example] = [], size = 0
    while rows.count < count, size < bytes, let row = try Self.next(&again) {
      rows.append(row)
      size += row.text.utf8.count
    }
    return rows
  }

  /// The same rows from their beginning, where they can be read twice; nil for a pipe.
  func reopened() throws(ExportError) -> ExportInput? {
    guard Self.canBeReadTwice(source, stream) else { return nil }
    var again = self
    again.stream = try Self.open(source, reading)
    again.read = 0
    again.texts = TextHash.start
    return again
  }

  /// From here on refuses a row whose id has more bytes.
  mutating func limitIDs(to bytes: Int) { columns.longestID = bytes }

  /// From here on refuses a row whose id an earlier one has.
  mutating func watchIDs() { lineOf = [:] }

  /// - Throws: `duplicateIDs`, `badID`.
  private mutating func noteID(of row: Example) throws(ExportError) {
    let id = try columns.id(of: row, number: read).json.line
    if let line = lineOf?.updateValue(row.line, forKey: Array(id.utf8)) {
      throw .duplicateIDs(file: name, id: id, lines: [line, row.line])
    }
  }

  private mutating func step() throws(ExportError) -> Example? {
    guard let row = try Self.next(&stream) else { return nil }
    if lineOf != nil { try noteID(of: row) }
    read += 1
    TextHash.add(row.text, to: &texts)
    if let pair = row.pair { TextHash.add(pair, to: &texts) }
    for value in row.carried {
      switch value {
      case .null: TextHash.add("", to: &texts)
      case .text(let text), .json(let text): TextHash.add(text, to: &texts)
      }
    }
    return row
  }

  private static func open(_ source: DataSource, _ reading: ReadingOptions) throws(ExportError) -> ExampleStream {
    do {
      return try DatasetReader.stream(source, options: reading)
    } catch {
      throw .data(error)
    }
  }

  private static func next(_ stream: inout ExampleStream) throws(ExportError) -> Example? {
    do {
      return try stream.next()
    } catch {
      throw .data(error)
    }
  }
}
