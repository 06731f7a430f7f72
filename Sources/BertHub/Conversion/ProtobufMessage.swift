/// A message in the wire format of Protocol Buffers: fields one after another, each a number and a value.
///
/// Source: the encoding guide of Protocol Buffers. Groups, which are obsolete, are refused.
struct ProtobufMessage {
  /// The value of a field.
  enum Value {
    /// An integer of variable length.
    case integer(UInt64)
    /// Four or eight bytes.
    case fixed(Range<Int>)
    /// A text, bytes, a message, or packed numbers.
    case bytes(Range<Int>)
  }

  let input: ConversionInput
  let range: Range<Int>

  /// Calls `body` with the number and the value of each field, in the file's order.
  ///
  /// - Throws: `unexpectedContent` for a damaged field, and the errors of `body`.
  func forEachField(_ body: (Int, Value) throws(HubError) -> Void) throws(HubError) {
    var cursor = ByteCursor(input, range)
    while !cursor.rest.isEmpty {
      let key = try Self.integer(&cursor)
      guard let number = Int(exactly: key >> 3), number > 0 else { throw input.damaged("a field has no number") }
      switch key & 7 {
      case 0: try body(number, .integer(try Self.integer(&cursor)))
      case 1: try body(number, .fixed(try cursor.take(8)))
      case 2:
        guard let count = Int(exactly: try Self.integer(&cursor)) else { throw input.damaged("it ends too early") }
        try body(number, .bytes(try cursor.take(count)))
      case 5: try body(number, .fixed(try cursor.take(4)))
      default: throw input.damaged("a field has an unknown wire type")
      }
    }
  }

  /// The integers in a range: packed values of a repeated field.
  func packedIntegers(_ range: Range<Int>) throws(HubError) -> [UInt64] {
    var cursor = ByteCursor(input, range)
    var values: [UInt64] = []
    while !cursor.rest.isEmpty { values.append(try Self.integer(&cursor)) }
    return values
  }

  /// The next varint: seven bits per byte, the lowest first; the highest bit says whether another byte follows.
  private static func integer(_ cursor: inout ByteCursor) throws(HubError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      let byte = try cursor.next(UInt8.self)
      guard shift < 63 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw cursor.input.damaged("an integer is too long")
  }
}
