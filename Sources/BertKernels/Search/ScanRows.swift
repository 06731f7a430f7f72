/// Rows of stored vectors in memory, such as a mapped file.
package struct ScanRows {
  /// The format of the values of a row.
  package enum Element: Sendable {
    case float32
    /// Codes from -128 to 127.
    case int8
    /// Packed bits, the first in the highest bit of a byte.
    case bits
  }

  let base: UnsafeRawPointer
  /// Bytes from one row to the next.
  let stride: Int
  let count: Int

  /// - Parameters:
  ///   - bytes: The memory that holds all rows.
  ///   - offset: Bytes before the values of the first row.
  ///   - stride: Bytes from one row to the next.
  ///   - width: The size of a row's values in bytes.
  ///   - count: The number of rows.
  /// - Returns: nil if the rows do not lie within the bytes.
  package init?(_ bytes: UnsafeRawBufferPointer, offset: Int, stride: Int, width: Int, count: Int) {
    guard let base = bytes.baseAddress, offset >= 0, width > 0, stride >= width, count > 0,
      (bytes.count - offset - width) / stride >= count - 1, bytes.count >= offset + width
    else { return nil }
    self.base = base + offset
    self.stride = stride
    self.count = count
  }

  /// The first value of a row.
  package subscript(row: Int) -> UnsafeRawPointer { base + row * stride }
}
