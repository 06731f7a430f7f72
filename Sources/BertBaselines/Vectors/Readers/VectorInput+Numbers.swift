/// Little-endian numbers in binary formats.
extension VectorInput {
  /// The next integer, of the size of its type.
  func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(VectorFileError) -> Value {
    let size = Value.bitWidth / 8
    guard try require(size) else { throw VectorFileError(.cutShort, file: path, at: .byte(position)) }
    var value: Value = 0
    for place in (window.lowerBound..<window.lowerBound + size).reversed() {
      value = value << 8 | Value(truncatingIfNeeded: bytes[place])
    }
    skip(size)
    return value
  }

  /// Fills an array with the next Float32 values.
  ///
  /// - Returns: Whether all of them are finite.
  func floats(into values: inout [Float]) throws(VectorFileError) -> Bool {
    let size = values.count * 4
    guard try require(size) else { throw VectorFileError(.cutShort, file: path, at: .byte(position)) }
    bytes.withUnsafeBytes { buffer in
      for index in values.indices {
        let bits = buffer.loadUnaligned(fromByteOffset: window.lowerBound + 4 * index, as: UInt32.self)
        values[index] = Float(bitPattern: UInt32(littleEndian: bits))
      }
    }
    skip(size)
    return values.allSatisfy { $0.isFinite }
  }

  /// The bytes before the next `end`, which is skipped.
  func word(endingIn end: UInt8) throws(VectorFileError) -> [UInt8] {
    var count = 0
    while true {
      let start = window.lowerBound
      if let place = bytes[start + count..<window.upperBound].firstIndex(of: end) {
        let word = Array(bytes[start..<place])
        skip(word.count + 1)
        return word
      }
      count = window.count
      guard count <= VectorLimits.wordBytes else {
        throw VectorFileError(.wordTooLong(limit: VectorLimits.wordBytes), file: path, at: .byte(position))
      }
      guard try require(count + 1) else { throw VectorFileError(.cutShort, file: path, at: .byte(position)) }
    }
  }
}
