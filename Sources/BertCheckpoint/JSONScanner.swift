/// A strict scanner for the JSON of checkpoint headers and shard indices.
///
/// Foundation's decoder silently takes the last of duplicate keys and unifies canonically equivalent ones, and both
/// would let a hostile header mean two things. This scanner hands out keys as bytes, in the order of the file, and
/// leaves it to the caller to refuse duplicates. It accepts exactly RFC 8259's grammar; white space may stand before
/// and after the value. The input must already be known to be valid UTF-8.
struct JSONScanner {
  /// How deep arrays and objects may be nested; the limit of the reference's parser (serde_json).
  static let deepest = 128

  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A violation of the grammar, at a byte offset.
  enum Fault: Error, Equatable {
    case syntax(String, offset: Int)
    case tooDeep(offset: Int)
    case notANaturalNumber(offset: Int)

    /// The rule that a file with this fault breaks.
    var rule: CheckpointError.Rule {
      switch self {
      case .syntax(let reason, let offset): .notJSON(reason, offset: offset)
      case .tooDeep(let offset): .tooDeep(offset: offset, limit: JSONScanner.deepest)
      case .notANaturalNumber(let offset): .notANaturalNumber(offset: offset)
      }
    }
  }

  /// The next byte that is not white space, not consumed; nil at the end.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return bytes[position]
      }
    }
    return nil
  }

  /// Consumes one punctuation byte.
  mutating func expect(_ scalar: Unicode.Scalar) throws(Fault) {
    guard let byte = peek() else { throw .syntax("'\(scalar)' is missing", offset: position) }
    guard UInt32(byte) == scalar.value else { throw .syntax("'\(scalar)' was expected", offset: position) }
    position += 1
  }

  /// Consumes white space to the end, or throws if anything else follows.
  mutating func expectEnd() throws(Fault) {
    if peek() != nil { throw .syntax("something follows the value", offset: position) }
  }

  /// Steps to the next key of an object whose `{` has been consumed; nil when its `}` has been.
  mutating func nextKey(first: inout Bool) throws(Fault) -> [UInt8]? {
    if peek() == UInt8(ascii: "}") {
      position += 1
      return nil
    }
    if !first { try expect(",") }
    first = false
    let key = try string()
    try expect(":")
    return key
  }

  /// Steps to the next element of an array whose `[` has been consumed; false when its `]` has been.
  mutating func nextElement(first: inout Bool) throws(Fault) -> Bool {
    if peek() == UInt8(ascii: "]") {
      position += 1
      return false
    }
    if !first { try expect(",") }
    first = false
    return true
  }

  /// Consumes a whole, non-negative number without fraction or exponent.
  mutating func naturalNumber() throws(Fault) -> Int {
    guard let lead = peek() else { throw .syntax("a number is missing", offset: position) }
    let start = position
    if lead == UInt8(ascii: "-") { throw .notANaturalNumber(offset: start) }
    guard isDigit(lead) else { throw .syntax("a number was expected", offset: start) }
    var value = 0
    while position < bytes.count, isDigit(bytes[position]) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(bytes[position] - UInt8(ascii: "0")))
      if overflow || carry { throw .notANaturalNumber(offset: start) }
      value = sum
      position += 1
    }
    if lead == UInt8(ascii: "0"), position - start > 1 { throw .syntax("a number starts with zero", offset: start) }
    if position < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[position]) {
      throw .notANaturalNumber(offset: start)
    }
    return value
  }

  /// Consumes any value and forgets it.
  mutating func skipValue(depth: Int) throws(Fault) {
    guard depth <= Self.deepest else { throw .tooDeep(offset: position) }
    guard let lead = peek() else { throw .syntax("a value is missing", offset: position) }
    switch lead {
    case UInt8(ascii: "{"):
      position += 1
      var first = true
      while try nextKey(first: &first) != nil { try skipValue(depth: depth + 1) }
    case UInt8(ascii: "["):
      position += 1
      var first = true
      while try nextElement(first: &first) { try skipValue(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: try skipNumber()
    }
  }

  /// Consumes the literal word, if it is there.
  mutating func word(_ word: StaticString) throws(Fault) {
    let matches = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
    guard matches else { throw .syntax("'\(word)' was expected", offset: position) }
    position += word.utf8CodeUnitCount
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  private mutating func skipNumber() throws(Fault) {
    let start = position
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
    let whole = skipDigits()
    let leadingZero = whole > 1 && bytes[position - whole] == UInt8(ascii: "0")
    guard whole > 0, !leadingZero else { throw .syntax("a value was expected", offset: start) }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      guard skipDigits() > 0 else { throw .syntax("a digit was expected", offset: position) }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[position]) { position += 1 }
      guard skipDigits() > 0 else { throw .syntax("a digit was expected", offset: position) }
    }
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    return position - start
  }
}

extension JSONScanner {
  /// Consumes a string and gives its content, escapes resolved, as UTF-8 bytes.
  mutating func string() throws(Fault) -> [UInt8] {
    try expect("\"")
    var content: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return content
      case UInt8(ascii: "\\"):
        position += 1
        try escape(into: &content)
      case 0..<0x20: throw .syntax("a control character stands in a string", offset: position)
      default:
        content.append(byte)
        position += 1
      }
    }
    throw .syntax("a string is not closed", offset: position)
  }

  private mutating func escape(into content: inout [UInt8]) throws(Fault) {
    guard position < bytes.count else { throw .syntax("a string is not closed", offset: position) }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      let start = position
      let unit = try hexadecimal()
      var value = unit
      if (0xD800..<0xDC00).contains(unit), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
        bytes[position + 1] == UInt8(ascii: "u")
      {
        position += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw .syntax("a surrogate stands alone", offset: start) }
        value = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else { throw .syntax("a surrogate stands alone", offset: start) }
      content.append(contentsOf: String(Character(scalar)).utf8)
    default: throw .syntax("an escape is not known", offset: position - 1)
    }
  }

  private mutating func hexadecimal() throws(Fault) -> UInt32 {
    guard position + 4 <= bytes.count else { throw .syntax("four hexadecimal digits were expected", offset: position) }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw .syntax("four hexadecimal digits were expected", offset: position)
      }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }
}
