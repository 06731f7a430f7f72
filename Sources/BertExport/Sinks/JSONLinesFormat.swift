import BertStorage

/// A JSON object a row: `{"id":…,columns…,"embedding":[…]}`. Floats have the shortest form that reads back to the same
/// value, int8 codes are integers, and bits are the integers of their bytes.
struct JSONLinesFormat: RowFormat {
  let columns: [String]

  func header(_ description: VectorDescription) -> [UInt8] { [] }
  func size(of rows: Int, _ description: VectorDescription) -> RowSize { .lines(rows) }

  func encode(_ batch: EmbeddingBatch) -> [UInt8] {
    var bytes: [UInt8] = []
    for row in 0..<batch.count {
      let members = RowJSON.members(batch.ids[row], columns, batch.carried[row])
      bytes += JSONValue.object(members).line.utf8.dropLast()
      bytes += ",\"embedding\":[".utf8
      switch batch.vectors.element {
      case .float32: Self.append(batch.vectors.floats(row: row), to: &bytes)
      case .int8: Self.append(batch.vectors[row].map { Int8(bitPattern: $0) }, to: &bytes)
      case .binary: Self.append(Array(batch.vectors[row]), to: &bytes)
      }
      bytes += "]}\n".utf8
    }
    return bytes
  }

  /// Appends the numbers of an array, separated by commas.
  static func append(_ values: [some CustomStringConvertible], to bytes: inout [UInt8]) {
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += value.description.utf8
    }
  }
}
