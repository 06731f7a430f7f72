import BertCheckpoint

/// 32 weights in 18 bytes, the form that GGML calls Q4_0: a half-precision scale, then sixteen bytes. Byte `j` holds
/// weight `j` in its lower and weight `j + 16` in its upper half; a weight is `(half byte − 8) × scale`.
enum FourBitBlock {
  /// Weights in a block.
  static let values = 32
  /// Bytes of a block.
  static let size = 18

  /// The weights of whole blocks, in Float32 without a further rounding.
  static func unpack(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    let blocks = bytes.count / size
    return [Float](unsafeUninitializedCapacity: blocks * values) { target, count in
      for block in 0..<blocks {
        let start = block * size
        let scale = ElementConversion.half(
          UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt16.self)))
        for index in 0..<16 {
          let byte = bytes[start + 2 + index]
          let place = block * values + index
          target.initializeElement(at: place, to: Float(Int(byte & 0xF) - 8) * scale)
          target.initializeElement(at: place + 16, to: Float(Int(byte >> 4) - 8) * scale)
        }
      }
      count = blocks * values
    }
  }
}
