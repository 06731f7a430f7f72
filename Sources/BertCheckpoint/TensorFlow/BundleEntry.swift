/// The entry of one tensor in the index of a TensorFlow checkpoint.
///
/// Source: TensorFlow, `tensorflow/core/protobuf/tensor_bundle.proto`.
struct BundleEntry {
  /// The code of the element type: `DataType` of `tensorflow/core/framework/types.proto`.
  private(set) var type: UInt64 = 0
  private(set) var shape: [Int] = []
  private(set) var shard = 0
  /// The start of the values, in bytes from the start of the shard.
  private(set) var offset = 0
  /// The size of the values in bytes.
  private(set) var size = 0
  /// The masked CRC32C of the values.
  private(set) var check: UInt32 = 0
  /// Whether the values are stored in several slices.
  private(set) var isSliced = false

  init(_ message: ArraySlice<UInt8>) throws(BundleFault) {
    var reader = BundleReader(message)
    while let (number, field) = try reader.field() {
      switch (number, field) {
      case (1, .integer(let code)): type = code
      case (2, .bytes(let message)): shape = try Self.shape(message)
      case (3, .integer(let value)): shard = try Self.natural(value)
      case (4, .integer(let value)): offset = try Self.natural(value)
      case (5, .integer(let value)): size = try Self.natural(value)
      case (6, .fixed(let value)): check = UInt32(truncatingIfNeeded: value)
      case (7, _): isSliced = true
      default: break
      }
    }
  }

  private static func natural(_ value: UInt64) throws(BundleFault) -> Int {
    guard let value = Int(exactly: value) else { throw BundleFault("a number is beyond all files") }
    return value
  }

  private static func shape(_ message: ArraySlice<UInt8>) throws(BundleFault) -> [Int] {
    var shape: [Int] = []
    var reader = BundleReader(message)
    while let (number, field) = try reader.field() {
      if case (3, .integer(1)) = (number, field) { throw BundleFault("a tensor's shape is not stated") }
      guard case (2, .bytes(let dimension)) = (number, field) else { continue }
      var extent = 0
      var inner = BundleReader(dimension)
      while let (number, field) = try inner.field() {
        if case (1, .integer(let value)) = (number, field) { extent = try natural(value) }
      }
      shape.append(extent)
      guard shape.count <= 254 else { throw BundleFault("a tensor has more axes than TensorFlow allows") }
    }
    return shape
  }

  /// The element type; nil for one that cannot be read.
  var elementType: TensorType? {
    switch type {
    case 1: .f32
    case 2: .f64
    case 3: .i32
    case 4: .u8
    case 5: .i16
    case 6: .i8
    case 8: .c64
    case 9: .i64
    case 10: .bool
    case 14: .bf16
    case 17: .u16
    case 19: .f16
    case 22: .u32
    case 23: .u64
    case 24: .f8E5M2
    case 25: .f8E4M3
    default: nil
    }
  }

  /// Whether the elements are strings, which weights are not.
  var isText: Bool { type == 7 }
}
