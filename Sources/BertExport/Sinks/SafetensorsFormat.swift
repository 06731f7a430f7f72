import BertCheckpoint

/// A safetensors file: for int8 the tensor `ranges`, `[2, dimensions]`, with each dimension's smallest and largest
/// value, then the tensor `embeddings`, `[rows, dimensions]`. The description is in the metadata.
///
/// The header has the number of rows, which is known only at the end. It therefore has room for the largest number,
/// padded with spaces, which the format allows, and is written again at the end.
struct SafetensorsFormat: RowFormat {
  /// The key of the description in the metadata.
  static let metadataKey = "bertft"

  func header(_ description: VectorDescription) -> [UInt8] {
    var largest = description
    largest.rows = Int.max / (8 * max(1, description.dimensions))
    let length = (Self.layout(largest).length + 7) / 8 * 8
    return Self.layout(description).header(length: length) + Self.ranges(description)
  }

  func encode(_ batch: EmbeddingBatch) -> [UInt8] { batch.vectors.bytes }

  func size(of rows: Int, _ description: VectorDescription) -> RowSize {
    .bytes(rows, each: description.element.bytes(dimensions: description.dimensions))
  }

  private static func ranges(_ description: VectorDescription) -> [UInt8] {
    guard let ranges = description.ranges else { return [] }
    return VectorQuantizer.float32.encode(ranges.minimum + ranges.maximum, dimensions: description.dimensions).bytes
  }

  private static func layout(_ description: VectorDescription) -> SafetensorsLayout {
    var plain = description
    plain.ranges = nil
    let dimensions = description.dimensions, rows = description.rows ?? 0
    var tensors: [SafetensorsLayout.Tensor] = []
    if description.ranges != nil { tensors.append(.init("ranges", .f32, [2, dimensions], size: 8 * dimensions)) }
    let (type, columns): (TensorType, Int) =
      switch description.element {
      case .float32: (.f32, dimensions)
      case .int8: (.i8, dimensions)
      case .binary: (.u8, dimensions / 8)
      }
    let size = rows * description.element.bytes(dimensions: dimensions)
    tensors.append(.init("embeddings", type, [rows, columns], size: size))
    return SafetensorsLayout(tensors, metadata: [(metadataKey, String(decoding: plain.json, as: UTF8.self))])
  }
}
