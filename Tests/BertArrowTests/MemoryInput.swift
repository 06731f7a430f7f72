import BertArrow

/// A stream that lies in memory.
struct MemoryInput: ArrowInput {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func read(_ count: Int) throws(ArrowError) -> [UInt8] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }
}

extension ArrowStreamReader<MemoryInput> {
  /// The texts of a column in every batch.
  static func texts(_ bytes: [UInt8], column: String, limit: Int = 1 << 24) throws(ArrowError) -> [[[UInt8]?]] {
    var reader = ArrowStreamReader(MemoryInput(bytes), limit: limit)
    guard let schema = try reader.schema() else { return [] }
    guard let found = schema.columns.first(where: { $0.name == column }) else {
      throw .malformed("there is no column \(column)")
    }
    var batches: [[[UInt8]?]] = []
    while let batch = try reader.next() {
      let texts = try batch.texts(found)
      batches.append((0..<texts.count).map { texts.with($0) { $0.map(Array.init) } })
    }
    return batches
  }
}
