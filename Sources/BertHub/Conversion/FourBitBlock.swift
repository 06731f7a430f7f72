import BertCheckpoint

/// 32 weights in 18 bytes, GGML's format Q4_0: a half-precision scale, then sixteen bytes. Byte `j` holds weight `j` in
/// its lower four bits and weight `j + 16` in its upper ones; a weight is `(four bits − 8) × scale`.
enum FourBitBlock {
  /// The number of weights in a block.
  static let values = 32
  /// The number of bytes of a block.
  static let size = 18

  /// The weights of whole blocks, in Float32 without further rounding.
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
