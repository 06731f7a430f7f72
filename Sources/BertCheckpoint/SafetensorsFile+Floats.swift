import BertStorage

extension SafetensorsFile: TensorFile {
  /// Reads the values of a tensor as floats into a buffer of just its size; see `floats(of:)` for the conversions. The
  /// tensor's pages of the file need not stay in memory after that.
  ///
  /// - Throws: `noSuchTensor`, `notConvertible`, `countMismatch`, `shrunkSinceOpened`.
  public func readFloats(
    of name: String, into target: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    let tensor = try tensor(name, for: target)
    try withBytes(of: name) { bytes in ElementConversion.convert(bytes, as: tensor.type, into: target) }
    mapping.release()
  }
}
