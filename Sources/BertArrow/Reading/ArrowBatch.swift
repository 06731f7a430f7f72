/// The rows of one message, of which columns of texts can be read.
public struct ArrowBatch: Sendable {
  /// Rows.
  public let rows: Int
  /// Field nodes: rows and nulls of each.
  private let nodes: [Int]
  /// Buffers: place in the body and bytes of each.
  private let buffers: [Int]
  /// Buffers of each column of views beyond its first two.
  private let viewBuffers: [Int]
  private let body: [UInt8]

  /// - Parameters:
  ///   - table: The message's `RecordBatch`.
  ///   - body: What follows the metadata.
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

  /// The bytes of each text of a column; nil for a null.
  ///
  /// - Throws: `columnType` for a column that is none of texts; `malformed`.
  public func texts(_ column: ArrowSchema.Column) throws(ArrowError) -> ArrowTexts {
    guard let size = column.offsetSize else { throw .columnType(name: column.name, type: column.type) }
    guard 2 * column.node + 1 < nodes.count, nodes[2 * column.node] == rows else {
      throw .malformed("the column \(column.name) has another number of rows than its batch")
    }
    guard rows > 0 else { return ArrowTexts(bytes: [], ranges: []) }
    guard viewBuffers.count >= column.views else { throw .malformed("buffers of views are not counted") }
    var first = column.buffer
    for count in viewBuffers.prefix(column.views) {
      guard (0...buffers.count).contains(count) else { throw .malformed("it counts \(count) buffers of a view") }
      first += count
    }
    let validity = try buffer(first), offsets = try buffer(first + 1), values = try buffer(first + 2)
    let hasNulls = nodes[2 * column.node + 1] != 0
    guard !hasNulls || validity.count >= (rows - 1) / 8 + 1 else {
      throw .malformed("the bitmap of the column \(column.name) is too short")
    }
    guard rows < offsets.count / size else {
      throw .malformed("the offsets of the column \(column.name) are too few")
    }
    var ranges: [Range<Int>?] = []
    ranges.reserveCapacity(rows)
    var start = offset(offsets, 0, size)
    for row in 0..<rows {
      let end = offset(offsets, row + 1, size)
      guard start >= 0, start <= end, end <= values.count else {
        throw .malformed("a text of the column \(column.name) lies outside of its batch")
      }
      let isNull = hasNulls && body[validity.lowerBound + row >> 3] >> UInt8(row & 7) & 1 == 0
      ranges.append(isNull ? nil : values.lowerBound + start..<values.lowerBound + end)
      start = end
    }
    return ArrowTexts(bytes: body, ranges: ranges)
  }

  /// Where a buffer lies in the body.
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

/// The texts of a column as bytes, which need not be UTF-8.
public struct ArrowTexts: Sendable {
  /// All of them, with what stands between.
  let bytes: [UInt8]
  /// Where each lies; nil for a null.
  let ranges: [Range<Int>?]

  /// The number of texts.
  public var count: Int { ranges.count }

  /// Calls `body` with the bytes of a text, or nil for a null.
  public func with<Value>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>?) -> Value) -> Value {
    bytes.withUnsafeBufferPointer { buffer in body(ranges[index].map { UnsafeBufferPointer(rebasing: buffer[$0]) }) }
  }
}
