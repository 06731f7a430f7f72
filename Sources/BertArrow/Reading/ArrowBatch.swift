import BertStorage

/// A record batch: the rows of one message. Its text columns can be read.
public struct ArrowBatch: Sendable {
  /// The number of rows.
  public let rows: Int
  /// For each field node its number of rows and of nulls.
  private let nodes: [Int]
  /// For each buffer its offset in the body and its size, in bytes.
  private let buffers: [Int]
  /// For each view column its number of buffers after the first two.
  private let viewBuffers: [Int]
  private let body: [UInt8]

  /// - Parameters:
  ///   - table: The `RecordBatch` of the message.
  ///   - body: The body of the message.
  /// - Throws: `compressed`, `malformed`.
  init(_ table: FlatTable, body: [UInt8]) throws(ArrowError) {
    if let compression = try table.table(3) {
      throw .compressed(codec: try compression.number(0, UInt8.self) == 1 ? "zstd" : "lz4")
    }
    rows = try table.number(0, Int64.self)
    guard rows >= 0 else { throw .malformed("a batch has \(rows) rows") }
    nodes = try table.integers(1, each: 2)
    buffers = try table.integers(2, each: 2)
    viewBuffers = try table.integers(4, each: 1)
    self.body = body
  }

  /// The texts of a column.
  ///
  /// - Parameter column: A column of the schema of the same stream.
  /// - Throws: `columnType` for a column that is not of texts; `malformed`.
  public func texts(_ column: ArrowSchema.Column) throws(ArrowError) -> ArrowTexts {
    guard let size = column.offsetSize else { throw .columnType(name: column.name, type: column.type) }
    guard 2 * column.node + 1 < nodes.count, nodes[2 * column.node] == rows else {
      throw .malformed("the column \(QuotedName(column.name)) has another number of rows than its batch")
    }
    guard rows > 0 else { return ArrowTexts(bytes: [], ranges: []) }
    guard viewBuffers.count >= column.views else {
      throw .malformed("it does not state the number of buffers of each view column")
    }
    var first = column.buffer
    for count in viewBuffers.prefix(column.views) {
      guard (0...buffers.count).contains(count) else { throw .malformed("a view column has \(count) buffers") }
      first += count
    }
    let validity = try buffer(first), offsets = try buffer(first + 1), values = try buffer(first + 2)
    let hasNulls = nodes[2 * column.node + 1] != 0
    guard !hasNulls || validity.count >= (rows - 1) / 8 + 1 else {
      throw .malformed("the validity bitmap of the column \(QuotedName(column.name)) is too short")
    }
    guard rows < offsets.count / size else {
      throw .malformed("the column \(QuotedName(column.name)) has too few offsets")
    }
    var ranges: [Range<Int>?] = []
    ranges.reserveCapacity(rows)
    var start = offset(offsets, 0, size)
    for row in 0..<rows {
      let end = offset(offsets, row + 1, size)
      guard start >= 0, start <= end, end <= values.count else {
        throw .malformed("a text of the column \(QuotedName(column.name)) lies outside of its batch")
      }
      let isNull = hasNulls && body[validity.lowerBound + row >> 3] >> UInt8(row & 7) & 1 == 0
      ranges.append(isNull ? nil : values.lowerBound + start..<values.lowerBound + end)
      start = end
    }
    return ArrowTexts(bytes: body, ranges: ranges)
  }

  /// The range of a buffer in the body.
  private func buffer(_ index: Int) throws(ArrowError) -> Range<Int> {
    guard 2 * index + 1 < buffers.count else { throw .malformed("a batch has too few buffers") }
    let start = buffers[2 * index], count = buffers[2 * index + 1]
    guard start >= 0, count >= 0, start <= body.count, count <= body.count - start else {
      throw .malformed("a buffer lies outside of its batch")
    }
    return start..<start + count
  }

  private func offset(_ offsets: Range<Int>, _ index: Int, _ size: Int) -> Int {
    body.withUnsafeBytes { bytes in
      let place = offsets.lowerBound + index * size
      return size == 4
        ? Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)))
        : Int(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int64.self)))
    }
  }
}

/// The texts of a column as bytes, which need not be valid UTF-8.
public struct ArrowTexts: Sendable {
  /// The body of the batch, which holds the texts.
  let bytes: [UInt8]
  /// The range of each text in `bytes`; nil for a null.
  let ranges: [Range<Int>?]

  /// The number of texts.
  public var count: Int { ranges.count }

  /// Calls `body` with the bytes of a text, or nil for a null, and returns its result.
  ///
  /// - Parameters:
  ///   - index: The row, from 0.
  ///   - body: Must not keep the buffer.
  public func with<Value>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>?) -> Value) -> Value {
    bytes.withUnsafeBufferPointer { buffer in body(ranges[index].map { UnsafeBufferPointer(rebasing: buffer[$0]) }) }
  }
}
