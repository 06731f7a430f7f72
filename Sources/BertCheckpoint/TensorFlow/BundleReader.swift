/// Reads numbers and fields from bytes, front to back.
///
/// Sources: the encoding guide of Protocol Buffers; LevelDB, `util/coding.h`, whose integers are the same.
struct BundleReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func byte() throws(BundleFault) -> UInt8 {
    guard let byte = rest.popFirst() else { throw BundleFault("it ends too early") }
    return byte
  }

  mutating func take(_ count: Int) throws(BundleFault) -> ArraySlice<UInt8> {
    guard count >= 0, count <= rest.count else { throw BundleFault("it ends too early") }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// An integer of up to eight bytes, little-endian.
  mutating func fixed(bytes: Int) throws(BundleFault) -> UInt64 {
    try take(bytes).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A varint: seven bits per byte, the lowest first; the highest bit of a byte says that another one follows.
  mutating func integer() throws(BundleFault) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      let byte = try byte()
      guard shift < 63 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw BundleFault("an integer is too long")
  }

  /// A varint that fits into `Int`.
  mutating func count() throws(BundleFault) -> Int {
    guard let count = Int(exactly: try integer()) else { throw BundleFault("a count is beyond all numbers") }
    return count
  }

  /// The value of a field of a message.
  enum Field {
    case integer(UInt64)
    case fixed(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  /// The number and the value of the next field of a message; nil at its end.
  mutating func field() throws(BundleFault) -> (number: UInt64, value: Field)? {
    guard !isAtEnd else { return nil }
    let key = try integer()
    guard key >> 3 > 0 else { throw BundleFault("a field has no number") }
    switch key & 7 {
    case 0: return (key >> 3, .integer(try integer()))
    case 1: return (key >> 3, .fixed(try fixed(bytes: 8)))
    case 2: return (key >> 3, .bytes(try take(try count())))
    case 5: return (key >> 3, .fixed(try fixed(bytes: 4)))
    default: throw BundleFault("a field has an unknown form")
    }
  }
}
