import BertStorage

extension SafetensorsFile: TensorFile {
  /// Reads the values of a tensor as floats into a buffer of exactly its size; see ``TensorFile/floats(of:)`` for the
  /// conversions. Then it releases the pages of the file from memory.
  ///
  /// - Parameters:
  ///   - name: The tensor.
  ///   - target: The buffer, in row-major order.
  /// - Throws: `noSuchTensor`, `notConvertible`, `countMismatch`, `shrunkSinceOpened`.
  public func readFloats(
    of name: String, into target: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    let tensor = try tensor(name, for: target)
    try withBytes(of: name) { bytes in ElementConversion.convert(bytes, as: tensor.type, into: target) }
    mapping.release()
  }
}
