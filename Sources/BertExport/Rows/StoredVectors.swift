/// Vectors as bytes: rows one after another, floats in little-endian order.
struct StoredVectors {
  let element: VectorElement
  let dimensions: Int
  let bytes: [UInt8]

  var bytesPerRow: Int { element.bytes(dimensions: dimensions) }
  var count: Int { bytes.count / bytesPerRow }

  /// The bytes of a row.
  subscript(row: Int) -> ArraySlice<UInt8> { bytes[row * bytesPerRow..<(row + 1) * bytesPerRow] }

  /// The values of a row; only for the element float32.
  func floats(row: Int) -> [Float] {
    bytes.withUnsafeBytes { buffer in
      (0..<dimensions).map { index in
        Float(
          bitPattern: UInt32(
            littleEndian: buffer.loadUnaligned(fromByteOffset: row * bytesPerRow + index * 4, as: UInt32.self)))
      }
    }
  }
}
