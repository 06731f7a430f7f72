/// The body of a batch: field nodes and buffers in the order of the fields, with the children of a field after it.
struct ArrowBody {
  /// For each field its number of rows and of nulls.
  private(set) var nodes: [(Int, Int)] = []
  /// For each buffer its offset and its size, in bytes.
  private(set) var buffers: [(Int, Int)] = []
  /// The buffers, each aligned to eight bytes.
  private(set) var bytes: [UInt8] = []

  /// Adds a column.
  mutating func append(_ values: ArrowValues) {
    let rows = values.rows
    nodes.append((rows, values.isPresent?.count { !$0 } ?? 0))
    append(bitmap(values.isPresent))
    switch values.content {
    case .utf8(let texts):
      var offsets: [Int32] = [0]
      var content: [UInt8] = []
      for text in texts {
        content += text.utf8
        offsets.append(Int32(content.count))
      }
      offsets.withUnsafeBytes { append($0) }
      append(content)
    case .float32(let numbers): numbers.withUnsafeBytes { append($0) }
    case .int32(let numbers): numbers.withUnsafeBytes { append($0) }
    case .vector(let numbers, _): append(ArrowValues(.float32(numbers)))
    case .list(let counts, let elements):
      var offsets: [Int32] = [0]
      for count in counts { offsets.append(offsets[offsets.count - 1] + Int32(count)) }
      offsets.withUnsafeBytes { append($0) }
      append(elements)
    case .structure(let fields, _):
      for field in fields { append(field) }
    }
  }

  private func bitmap(_ isPresent: [Bool]?) -> [UInt8] {
    guard let isPresent else { return [] }
    var bits = [UInt8](repeating: 0, count: (isPresent.count + 7) / 8)
    for (row, value) in isPresent.enumerated() where value { bits[row >> 3] |= 1 << UInt8(row & 7) }
    return bits
  }

  private mutating func append(_ buffer: some Collection<UInt8>) {
    buffers.append((bytes.count, buffer.count))
    bytes += buffer
    while !bytes.count.isMultiple(of: 8) { bytes.append(0) }
  }
}
