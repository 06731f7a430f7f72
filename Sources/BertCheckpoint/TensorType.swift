/// The element types of the safetensors format, by the names its header uses.
///
/// Source: the `Dtype` enumeration of huggingface/safetensors.
public enum TensorType: String, Sendable, Codable, CaseIterable {
  /// 64 bits, IEEE 754.
  case f64 = "F64"
  /// 32 bits, IEEE 754.
  case f32 = "F32"
  /// 16 bits, IEEE 754.
  case f16 = "F16"
  /// 16 bits: the upper half of an IEEE 754 float of 32 bits.
  case bf16 = "BF16"
  /// 8 bits: sign, 4 of exponent, 3 of mantissa; no infinities (torch's `float8_e4m3fn`).
  case f8E4M3 = "F8_E4M3"
  /// 8 bits: sign, 5 of exponent, 2 of mantissa; with infinities (torch's `float8_e5m2`).
  case f8E5M2 = "F8_E5M2"
  /// As `f8E4M3` with a bias of 8 and without a negative zero, whose bits are the only NaN (torch's `float8_e4m3fnuz`).
  case f8E4M3FNUZ = "F8_E4M3FNUZ"
  /// As `f8E5M2` with a bias of 16, without infinities and without a negative zero, whose bits are the only NaN
  /// (torch's `float8_e5m2fnuz`).
  case f8E5M2FNUZ = "F8_E5M2FNUZ"
  /// 8 bits of exponent only: a power of two, the scale of the OCP microscaling formats.
  case f8E8M0 = "F8_E8M0"
  /// 6 bits: sign, 2 of exponent, 3 of mantissa.
  case f6E2M3 = "F6_E2M3"
  /// 6 bits: sign, 3 of exponent, 2 of mantissa.
  case f6E3M2 = "F6_E3M2"
  /// 4 bits: sign, 2 of exponent, 1 of mantissa.
  case f4 = "F4"
  /// A signed integer of 64 bits.
  case i64 = "I64"
  /// A signed integer of 32 bits.
  case i32 = "I32"
  /// A signed integer of 16 bits.
  case i16 = "I16"
  /// A signed integer of 8 bits.
  case i8 = "I8"
  /// An unsigned integer of 64 bits.
  case u64 = "U64"
  /// An unsigned integer of 32 bits.
  case u32 = "U32"
  /// An unsigned integer of 16 bits.
  case u16 = "U16"
  /// An unsigned integer of 8 bits.
  case u8 = "U8"
  /// A byte, 0 or 1.
  case bool = "BOOL"
  /// A complex number of two 32-bit floats.
  case c64 = "C64"

  /// The size of one element in bits; four- and six-bit types are packed.
  public var bitsPerElement: Int {
    switch self {
    case .f4: 4
    case .f6E2M3, .f6E3M2: 6
    case .f8E4M3, .f8E5M2, .f8E4M3FNUZ, .f8E5M2FNUZ, .f8E8M0, .i8, .u8, .bool: 8
    case .f16, .bf16, .i16, .u16: 16
    case .f32, .i32, .u32: 32
    case .f64, .i64, .u64, .c64: 64
    }
  }

  /// Whether elements can be converted to `Float`. Complex and packed types cannot.
  public var isConvertibleToFloat: Bool {
    switch self {
    case .c64, .f4, .f6E2M3, .f6E3M2: false
    default: true
    }
  }
}
