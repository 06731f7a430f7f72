import BertData

/// A safetensors file: the tensor `embeddings`, `[rows, dimensions]`, before it for int8 the tensor `ranges`,
/// `[2, dimensions]`, with each dimension's smallest and largest value; the description in the metadata.
///
/// The header states the number of rows, known only at the end. It is written as long as the longest number needs, spaces
/// behind it, which the format allows, and is written again at the end.
struct SafetensorsFormat: RowFormat {
  /// The name of the metadata's entry with the description.
  static let metadataKey = "bertft"

  func header(_ description: VectorDescription) -> [UInt8] {
    var largest = description
    largest.rows = Int.max / (8 * max(1, description.dimensions))
    let length = (Self.json(largest).utf8.count + 7) / 8 * 8
    let json = Self.json(description)
    let padded = json + String(repeating: " ", count: max(0, length - json.utf8.count))
    let count = withUnsafeBytes(of: UInt64(padded.utf8.count).littleEndian) { Array($0) }
    return count + Array(padded.utf8) + Self.ranges(description)
  }

  func encode(_ batch: EmbeddingBatch) -> [UInt8] { batch.vectors.bytes }

  private static func ranges(_ description: VectorDescription) -> [UInt8] {
    guard let ranges = description.ranges else { return [] }
    return VectorQuantizer.float32.encode(ranges.minimum + ranges.maximum, dimensions: description.dimensions).bytes
  }

  private static func json(_ description: VectorDescription) -> String {
    var plain = description
    plain.ranges = nil
    let metadata = JSONValue.quoted(String(decoding: plain.json, as: UTF8.self))
    var json = "{\"__metadata__\":{\"\(metadataKey)\":\(metadata)}"
    let dimensions = description.dimensions, rows = description.rows ?? 0
    var start = 0
    if description.ranges != nil {
      start = 8 * dimensions
      json += ",\"ranges\":{\"dtype\":\"F32\",\"shape\":[2,\(dimensions)],\"data_offsets\":[0,\(start)]}"
    }
    let (type, columns) =
      switch description.element {
      case .float32: ("F32", dimensions)
      case .int8: ("I8", dimensions)
      case .binary: ("U8", dimensions / 8)
      }
    let end = start + rows * description.element.bytes(dimensions: dimensions)
    json += ",\"embeddings\":{\"dtype\":\"\(type)\",\"shape\":[\(rows),\(columns)],\"data_offsets\":[\(start),\(end)]}}"
    return json
  }
}
