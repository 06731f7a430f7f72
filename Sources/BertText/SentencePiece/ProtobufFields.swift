/// The fields of a Protocol Buffers message.
///
/// Source: the Protocol Buffers encoding, protobuf.dev/programming-guides/encoding. Groups, which no model has, and
/// varints of more than ten bytes are refused.
struct ProtobufFields {
  /// The message violates the encoding.
  struct Malformed: Error {}

  /// The value of a field, by its wire type.
  enum Value {
    case varint(UInt64)
    case fixed32(UInt32)
    case fixed64
    case bytes(ArraySlice<UInt8>)
  }

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// The number and content of the next length-delimited field, or nil at the end; other fields are skipped.
  mutating func next() throws(Malformed) -> (number: UInt64, content: ArraySlice<UInt8>)? {
    while let field = try nextValue() {
      if case .bytes(let content) = field.value { return (field.number, content) }
    }
    return nil
  }

  /// The number and value of the next field of any type, or nil at the end.
  mutating func nextValue() throws(Malformed) -> (number: UInt64, value: Value)? {
    guard position < bytes.endIndex else { return nil }
    let tag = try varint()
    guard tag <= UInt64(UInt32.max), tag >> 3 > 0 else { throw Malformed() }
    switch tag & 7 {
    case 0: return (tag >> 3, .varint(try varint()))
    case 1:
      _ = try take(8)
      return (tag >> 3, .fixed64)
    case 2:
      guard let count = Int(exactly: try varint()) else { throw Malformed() }
      return (tag >> 3, .bytes(try take(count)))
    case 5:
      // Little-endian.
      let word = try take(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return (tag >> 3, .fixed32(word))
    default: throw Malformed()
    }
  }

  private mutating func take(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.endIndex - position else { throw Malformed() }
    defer { position += count }
    return bytes[position..<position + count]
  }

  private mutating func varint() throws(Malformed) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < bytes.endIndex else { throw Malformed() }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw Malformed()
  }
}
