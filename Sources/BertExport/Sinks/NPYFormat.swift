/// A NumPy array, `[rows, dimensions]`, in C order: float32, the int8 of the codes, or the uint8 of packed bits.
///
/// The format (NEP 1) has the shape before the values, but the number of rows is known only at the end. The header
/// therefore has room for the largest number, padded with spaces as NumPy does it, and is written again at the end.
package struct NPYFormat: RowFormat {
  func header(_ description: VectorDescription) -> [UInt8] {
    let columns = description.element == .binary ? description.dimensions / 8 : description.dimensions
    return Self.header(rows: description.rows ?? 0, columns: columns, element: description.element)
  }

  func encode(_ batch: EmbeddingBatch) -> [UInt8] { batch.vectors.bytes }

  func size(of rows: Int, _ description: VectorDescription) -> RowSize {
    .bytes(rows, each: description.element.bytes(dimensions: description.dimensions))
  }

  /// Version 1.0: magic, version, the length of the rest, a Python dictionary, and spaces up to a multiple of 64 bytes.
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - columns: The number of values of a row; of bits, of bytes.
  ///   - element: The type of the values.
  package static func header(rows: Int, columns: Int, element: VectorElement = .float32) -> [UInt8] {
    let type =
      switch element {
      case .float32: "<f4"
      case .int8: "|i1"
      case .binary: "|u1"
      }
    let dictionary = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    // 128 bytes hold the dictionary with two numbers of 19 digits each.
    let length = 128 - 10
    let padding = String(repeating: " ", count: length - 1 - dictionary.utf8.count)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
      + Array((dictionary + padding + "\n").utf8)
  }
}
