/// Reads Arrow's streaming format: a schema, then record batches, each in a message that is returned when it is
/// complete.
///
/// A message is 0xFFFFFFFF, the size of its metadata in bytes as int32, the metadata (a FlatBuffer), and a body. Every
/// offset and size in it is checked against the bytes before it is used. Dictionary batches are skipped, as
/// dictionary-encoded columns cannot be read.
///
/// Source: the Arrow Columnar Format 1.5, "Serialization and Interprocess Communication"; Message.fbs and Schema.fbs.
public struct ArrowStreamReader<Input: ArrowInput> {
  private var input: Input
  private let limit: Int
  private var isDone = false

  private struct Message {
    var version: Int
    var kind: Int
    var header: FlatTable
    var body: [UInt8]
  }

  /// - Parameters:
  ///   - input: The bytes of the stream.
  ///   - limit: The greatest size of a message, in bytes.
  public init(_ input: Input, limit: Int) {
    self.input = input
    self.limit = limit
  }

  /// Reads the schema, which comes first; nil where the input is empty.
  ///
  /// - Throws: `ArrowError` for any broken rule of the format.
  public mutating func schema() throws(ArrowError) -> ArrowSchema? {
    guard let message = try message() else { return nil }
    guard message.kind == 1 else { throw .message(kind: message.kind, expected: "the schema") }
    return try ArrowSchema(message.header, version: message.version)
  }

  /// Reads the next batch; nil at the end. ``schema()`` must be called before.
  ///
  /// - Throws: `ArrowError` for any broken rule of the format.
  public mutating func next() throws(ArrowError) -> ArrowBatch? {
    while let message = try message() {
      switch message.kind {
      case 2: continue
      case 3: return try ArrowBatch(message.header, body: message.body)
      default: throw .message(kind: message.kind, expected: "a batch of rows")
      }
    }
    return nil
  }

  private mutating func message() throws(ArrowError) -> Message? {
    guard !isDone else { return nil }
    let frame = try input.read(8)
    guard !frame.isEmpty else {
      isDone = true
      return nil
    }
    if frame.starts(with: Array("ARROW1".utf8)) { throw .fileFormat }
    guard frame.starts(with: [0xFF, 0xFF, 0xFF, 0xFF].prefix(frame.count)) else { throw .notAStream }
    guard frame.count == 8 else { throw .endsWithin(part: "the beginning of a message") }
    let size = frame[4...].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard size > 0 else {
      isDone = true
      return nil
    }
    guard size <= limit else { throw .tooLarge(bytes: size, limit: limit) }
    let metadata = try input.read(size)
    guard metadata.count == size else { throw .endsWithin(part: "the metadata of a message") }
    let table = try FlatTable.root(of: metadata)
    let version = try table.number(0, Int16.self)
    guard version == 3 || version == 4 else { throw .version(version + 1) }
    let length = try table.number(3, Int64.self)
    guard length >= 0 else { throw .malformed("a body has \(length) bytes") }
    guard length <= limit - size else {
      throw .tooLarge(bytes: length.addingReportingOverflow(size).overflow ? length : length + size, limit: limit)
    }
    let body = length > 0 ? try input.read(length) : []
    guard body.count == length else { throw .endsWithin(part: "a batch of rows") }
    guard let header = try table.table(2) else { throw .malformed("a message has no content") }
    return Message(version: version, kind: try table.number(1, UInt8.self), header: header, body: body)
  }
}
