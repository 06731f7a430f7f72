/// Rows of stored vectors in memory, such as a mapped file.
package struct ScanRows {
  /// What a row is compared by.
  package enum Element: Sendable {
    case float32
    /// Codes -128…127.
    case int8
    /// Packed bits.
    case bits
  }

  let base: UnsafeRawPointer
  /// Bytes from one row to the next.
  let stride: Int
  let count: Int

  /// - Parameters:
  ///   - bytes: All rows.
  ///   - offset: Bytes in front of the first row's values.
  ///   - stride: Bytes from one row to the next.
  ///   - width: Bytes of a row's values.
  ///   - count: Rows.
  /// - Returns: nil if the rows do not lie in the bytes.
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
