public import BertData
import BertStorage

/// The rows of an export, or those of a shard, which are hashed as they are read.
///
/// A shard of JSON lines or plain text is found by the file's bytes if the rows need no numbers. Otherwise the rows are
/// counted.
public struct ExportInput {
  let name: String
  /// The numbers of the rows in the whole input, for a shard that was found by counting; otherwise nil.
  let shard: Range<Int>?
  /// The bytes of the file in which the rows begin, for a shard that was found by bytes; otherwise nil.
  var bytes: Range<Int>? { stream.bytes }
  /// The shard that was found by bytes.
  private let part: ExportShard?
  /// A copy of an input that cannot be read again.
  private let copy: InputCopy?
  let source: DataSource
  private(set) var columns: ExportColumns
  private let reading: ReadingOptions
  private var stream: ExampleStream
  /// Usable rows read so far.
  private(set) var read = 0
  /// A hash of their texts, ids and copied columns.
  private(set) var texts = TextHash.start
  /// The line of each id that was read, by the bytes of its JSON; nil where ids may repeat or were checked in advance.
  private var lineOf: [[UInt8]: Int]?

  /// Opens the input. To count the rows of a shard that is not found by bytes, the input is read once.
  ///
  /// - Parameters:
  ///   - source: The data.
  ///   - reading: How it is read; its copied columns are replaced by those of `columns`.
  ///   - columns: The columns that are copied.
  ///   - shard: The part that is read; nil for all.
  /// - Throws: `option` for a shard of a pipe, which cannot be read twice; `data`.
  public init(
    _ source: DataSource, reading: ReadingOptions, columns: ExportColumns = ExportColumns(), shard: ExportShard? = nil
  ) throws(ExportError) {
    try self.init(source, reading: reading, columns: columns, shard: shard, numbersRows: columns.id == nil, copy: nil)
  }

  /// Opens the input.
  ///
  /// - Parameters:
  ///   - source: The data.
  ///   - reading: How it is read; its copied columns are replaced by those of `columns`.
  ///   - columns: The columns that are copied.
  ///   - shard: The part that is read; nil for all.
  ///   - numbersRows: Whether the numbers of a shard's rows in the whole input are needed.
  ///   - copy: A copy of the source's bytes, which is read in its place.
  /// - Throws: `option` for a shard of a pipe, which cannot be read twice; `data`.
  package init(
    _ source: DataSource, reading: ReadingOptions, columns: ExportColumns, shard: ExportShard?, numbersRows: Bool,
    copy: InputCopy?
  ) throws(ExportError) {
    try columns.check()
    var reading = reading
    reading.carriedColumns = columns.read
    reading.idColumn = columns.id
    self.source = source
    self.columns = columns
    self.reading = reading
    self.copy = copy
    name = source.name
    if let shard, !numbersRows, copy == nil,
      let lines = try Self.lines(of: source, reading, shard)
    {
      stream = lines
      part = shard
      self.shard = nil
      return
    }
    part = nil
    stream = try Self.open(source, reading, copy)
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
    stream = try Self.open(source, reading, copy)
    self.shard = shard.rows(of: count)
  }

  /// Whether the rows can be read again from their beginning. Standard input cannot, even where it is a file, because
  /// its beginning has been read.
  private static func canBeReadTwice(_ source: DataSource, _ stream: ExampleStream) -> Bool {
    source != .standardInput && stream.fraction != nil
  }

  /// Whether the next row can be read without waiting for the program that writes it.
  package var isReady: Bool { stream.isReady }

  /// What was read so far, and what was left out.
  public var report: ReadingReport { stream.report }

  /// The part of the rows that is read, from 0 to 1; nil where the end is not known.
  var fraction: Double? {
    guard let shard else { return stream.fraction }
    return shard.isEmpty ? 1 : min(1, max(0, Double(read - shard.lowerBound) / Double(shard.count)))
  }

  /// The number of the first row that is written; nil where the rows before it were not counted.
  var firstRow: Int? { bytes == nil ? shard?.lowerBound ?? 0 : nil }

  /// Whether it is one part of several, which may have no rows.
  var isPart: Bool { shard != nil || bytes != nil }

  /// The next row and its number, or nil at the end.
  package mutating func next() throws(ExportError) -> (row: Example, number: Int)? {
    if let shard { try skip(to: shard.lowerBound) }
    if let shard, read >= shard.upperBound { return nil }
    guard let row = try step() else { return nil }
    return (row, read - 1)
  }

  /// Reads rows up to a number and drops them.
  mutating func skip(to row: Int) throws(ExportError) {
    while read < row, try step() != nil {}
  }

  /// The first rows of the whole input, which is opened again for them.
  ///
  /// - Returns: nil for a pipe.
  func firstRows(_ count: Int, bytes: Int) throws(ExportError) -> [Example]? {
    guard Self.canBeReadTwice(source, stream) else { return nil }
    var again = try Self.open(source, reading, copy), rows: [Example] = [], size = 0
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
    if let part, let lines = try Self.lines(of: source, reading, part) {
      again.stream = lines
    } else {
      again.stream = try Self.open(source, reading, copy)
    }
    again.read = 0
    again.texts = TextHash.start
    return again
  }

  /// The same row with its line in the whole file, for messages.
  mutating func placed(_ row: Example) throws(ExportError) -> Example {
    var row = row
    do {
      row.line = try stream.lineInFile(of: row)
    } catch {
      throw .data(error)
    }
    return row
  }

  /// The line in the whole file of a row that was read.
  mutating func placed(onLine line: Int) throws(ExportError) -> Int {
    try placed(Example(text: "", line: line)).line
  }

  /// From now on, refuses a row whose id has more bytes.
  mutating func limitIDs(to bytes: Int) { columns.longestID = bytes }

  /// From now on, refuses a row whose id an earlier row has.
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
    if bytes != nil, (try? columns.id(of: row, number: read)) == nil {
      _ = try columns.id(of: try placed(row), number: read)
    }
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

  private static func open(
    _ source: DataSource, _ reading: ReadingOptions, _ copy: InputCopy?
  ) throws(ExportError) -> ExampleStream {
    do {
      return try DatasetReader.stream(source, options: reading, copy: copy)
    } catch {
      throw .data(error)
    }
  }

  private static func lines(
    of source: DataSource, _ reading: ReadingOptions, _ shard: ExportShard
  ) throws(ExportError) -> ExampleStream? {
    do {
      return try DatasetReader.lines(of: source, options: reading, within: shard.rows)
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
