/// Converts stored elements to floats. All types are little-endian in the file, and the bytes may be unaligned.
package enum ElementConversion {
  /// Converts `target.count` elements; `bytes` must hold exactly as many.
  static func convert(
    _ bytes: UnsafeRawBufferPointer, as type: TensorType, into target: UnsafeMutableBufferPointer<Float>
  ) {
    switch type {
    case .f32: copy(bytes, target)
    case .f64: map(bytes, UInt64.self, target) { Float(Double(bitPattern: $0)) }
    case .f16: map(bytes, UInt16.self, target) { half($0) }
    case .bf16: map(bytes, UInt16.self, target) { Float(bitPattern: UInt32($0) << 16) }
    case .f8E4M3: map(bytes, UInt8.self, target) { float8E4M3($0) }
    // A byte of E5M2 is the upper half of an IEEE half-precision number.
    case .f8E5M2: map(bytes, UInt8.self, target) { half(UInt16($0) << 8) }
    case .f8E4M3FNUZ: map(bytes, UInt8.self, target) { float8FNUZ($0, exponentBits: 4) }
    case .f8E5M2FNUZ: map(bytes, UInt8.self, target) { float8FNUZ($0, exponentBits: 5) }
    case .f8E8M0: map(bytes, UInt8.self, target) { float8E8M0($0) }
    case .i64: map(bytes, UInt64.self, target) { Float(Int64(bitPattern: $0)) }
    case .i32: map(bytes, UInt32.self, target) { Float(Int32(bitPattern: $0)) }
    case .i16: map(bytes, UInt16.self, target) { Float(Int16(bitPattern: $0)) }
    case .i8: map(bytes, UInt8.self, target) { Float(Int8(bitPattern: $0)) }
    case .u64: map(bytes, UInt64.self, target) { Float($0) }
    case .u32: map(bytes, UInt32.self, target) { Float($0) }
    case .u16: map(bytes, UInt16.self, target) { Float($0) }
    case .u8: map(bytes, UInt8.self, target) { Float($0) }
    case .bool: map(bytes, UInt8.self, target) { $0 == 0 ? 0 : 1 }
    case .c64, .f4, .f6E2M3, .f6E3M2: preconditionFailure("callers refuse types that are not convertible")
    }
  }

  /// Copies floats, the type of most weights, without a conversion.
  private static func copy(_ bytes: UnsafeRawBufferPointer, _ target: UnsafeMutableBufferPointer<Float>) {
    #if _endian(little)
      precondition(bytes.count == target.count * MemoryLayout<Float>.size, "the bytes must fit the count")
      UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
    #else
      map(bytes, UInt32.self, target) { Float(bitPattern: $0) }
    #endif
  }

  @inline(__always)
  private static func map<Word: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, _ word: Word.Type, _ target: UnsafeMutableBufferPointer<Float>,
    _ value: (Word) -> Float
  ) {
    let width = MemoryLayout<Word>.size
    precondition(bytes.count == target.count * width, "the bytes must fit the count")
    for index in target.indices {
      target.initializeElement(
        at: index, to: value(Word(littleEndian: bytes.loadUnaligned(fromByteOffset: index * width, as: Word.self))))
    }
  }

  /// IEEE 754 binary16, converted exactly, bit by bit, as `Float16` is missing on some of the platforms.
  package static func half(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1F
    let mantissa = UInt32(bits) & 0x3FF
    switch exponent {
    case 0: return Float(bitPattern: (Float(mantissa) * 0x1p-24).bitPattern | sign)
    case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | mantissa << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | mantissa << 13)
    }
  }

  /// torch's `float8_e4m3fn`: bias 7, no infinities, one NaN per sign.
  static func float8E4M3(_ bits: UInt8) -> Float {
    let sign = UInt32(bits & 0x80) << 24
    let exponent = UInt32(bits >> 3) & 0xF
    let mantissa = UInt32(bits) & 0x7
    if exponent == 0xF, mantissa == 0x7 { return Float(bitPattern: sign | 0x7FC0_0000) }
    if exponent == 0 { return Float(bitPattern: (Float(mantissa) * 0x1p-9).bitPattern | sign) }
    return Float(bitPattern: sign | (exponent + 120) << 23 | mantissa << 20)
  }

  /// torch's `float8_e4m3fnuz` and `float8_e5m2fnuz`: bias 8 and 16, finite but for one NaN, no negative zero.
  static func float8FNUZ(_ bits: UInt8, exponentBits: UInt32) -> Float {
    if bits == 0x80 { return Float.nan }
    let mantissaBits = 7 - exponentBits
    let bias: UInt32 = 1 << (exponentBits - 1)
    let sign = UInt32(bits & 0x80) << 24
    let exponent = UInt32(bits & 0x7F) >> mantissaBits
    let mantissa = UInt32(bits) & ((1 << mantissaBits) - 1)
    if exponent == 0 {
      // A subnormal is a multiple of 2^(1 - bias - mantissaBits).
      let unit = Float(bitPattern: (127 + 1 - bias - mantissaBits) << 23)
      return Float(bitPattern: (Float(mantissa) * unit).bitPattern | sign)
    }
    return Float(bitPattern: sign | (exponent + 127 - bias) << 23 | mantissa << (23 - mantissaBits))
  }

  /// A bare exponent with bias 127; 255 is NaN.
  static func float8E8M0(_ bits: UInt8) -> Float {
    switch bits {
    case 0: 0x1p-127
    case 0xFF: Float.nan
    default: Float(bitPattern: UInt32(bits) << 23)
    }
  }
}
