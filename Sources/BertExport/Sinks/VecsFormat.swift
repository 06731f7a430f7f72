/// fvecs: each row is its number of dimensions as little-endian int32, then its values as little-endian float32.
struct VecsFormat: RowFormat {
  func header(_ description: VectorDescription) -> [UInt8] { [] }

  func size(of rows: Int, _ description: VectorDescription) -> RowSize {
    .bytes(rows, each: 4 + description.element.bytes(dimensions: description.dimensions))
  }

  func encode(_ batch: EmbeddingBatch) -> [UInt8] {
    let dimensions = withUnsafeBytes(of: Int32(batch.vectors.dimensions).littleEndian) { Array($0) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(batch.vectors.bytes.count + 4 * batch.count)
    for row in 0..<batch.count {
      bytes += dimensions
      bytes += batch.vectors[row]
    }
    return bytes
  }
}
