/// The element types of the safetensors format, by the names its header uses.
///
/// Source: the `Dtype` enumeration of huggingface/safetensors.
public enum TensorType: String, Sendable, Codable, CaseIterable {
  case f64 = "F64"
  case f32 = "F32"
  case f16 = "F16"
  case bf16 = "BF16"
  /// 8 bits: sign, 4 of exponent, 3 of mantissa; no infinities (torch's `float8_e4m3fn`).
  case f8E4M3 = "F8_E4M3"
  /// 8 bits: sign, 5 of exponent, 2 of mantissa; with infinities (torch's `float8_e5m2`).
  case f8E5M2 = "F8_E5M2"
  /// As `f8E4M3` with a bias of 8 and without a negative zero, whose bits mean NaN.
  case f8E4M3FNUZ = "F8_E4M3FNUZ"
  /// As `f8E5M2` with a bias of 16, without infinities and negative zero, whose bits mean NaN.
  case f8E5M2FNUZ = "F8_E5M2FNUZ"
  /// 8 bits of exponent only: a power of two, the scale of the OCP microscaling formats.
  case f8E8M0 = "F8_E8M0"
  case f6E2M3 = "F6_E2M3"
  case f6E3M2 = "F6_E3M2"
  case f4 = "F4"
  case i64 = "I64"
  case i32 = "I32"
  case i16 = "I16"
  case i8 = "I8"
  case u64 = "U64"
  case u32 = "U32"
  case u16 = "U16"
  case u8 = "U8"
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

  /// Whether an element has a value that can be given as one `Float`. Complex and packed types have none here.
  public var isConvertibleToFloat: Bool {
    switch self {
    case .c64, .f4, .f6E2M3, .f6E3M2: false
    default: true
    }
  }
}
