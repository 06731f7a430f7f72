import BertStorage

/// Reads one JSON document (RFC 8259) from bytes.
struct JSONReader {
  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var depth = 0
  private let takesNonFinite: Bool

  /// Deeper documents are refused rather than followed, since each level takes a stack frame.
  private static let greatestDepth = 128

  /// Parses a whole document.
  /// - Parameters:
  ///   - file: a name for errors.
  ///   - takesNonFinite: whether `NaN`, `Infinity`, `-Infinity` and numbers beyond `Double` are taken as Python's `json`
  ///     takes them. The reference reads `tokenizer.json` with a reader that does not, all other files with Python's.
  static func parse(
    _ bytes: [UInt8], file: String, takesNonFinite: Bool = false
  ) throws(TokenizerError) -> JSONValue {
    if let foreign = ForeignFile(contents: bytes) { throw .foreignFile(file: file, foreign) }
    if let offset = bytes.firstInvalidUTF8Offset { throw .invalidUTF8(file: file, offset: offset) }
    var reader = JSONReader(bytes: bytes, file: file, takesNonFinite: takesNonFinite)
    let value = try reader.value()
    reader.skipSpace()
    guard reader.position == bytes.count else { throw reader.error("something follows the document") }
    return value
  }

  private init(bytes: [UInt8], file: String, takesNonFinite: Bool) {
    self.bytes = bytes
    self.file = file
    self.takesNonFinite = takesNonFinite
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The error at this place; at the end of the bytes it is that they end.
  private func error(_ reason: String) -> TokenizerError {
    position < bytes.count
      ? .invalidJSON(file: file, offset: position, reason: reason) : .truncatedJSON(file: file, length: bytes.count)
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func expect(_ byte: UInt8) throws(TokenizerError) {
    guard next == byte else { throw error("'\(Character(Unicode.Scalar(byte)))' was expected") }
    position += 1
  }

  private mutating func value() throws(TokenizerError) -> JSONValue {
    skipSpace()
    guard let next else { throw error("a value was expected") }
    switch next {
    case UInt8(ascii: "N"): return try nonFinite("NaN", .nan)
    case UInt8(ascii: "I"): return try nonFinite("Infinity", .infinity)
    case UInt8(ascii: "-") where position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "I"):
      return try nonFinite("-Infinity", -.infinity)
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw error("a value was expected")
    }
  }

  private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(TokenizerError) -> JSONValue {
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes[position...].starts(with: wanted) else {
      if wanted.starts(with: bytes[position...]) { position = bytes.count }
      throw error("'\(text)' was expected")
    }
    position += wanted.count
    return value
  }

  private mutating func nonFinite(_ text: StaticString, _ value: Double) throws(TokenizerError) -> JSONValue {
    let start = position
    let result = try literal(text, .number(value))
    guard takesNonFinite else {
      let line = bytes[..<start].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
      throw .nonFiniteNumber(file: file, line: line, offset: start, literal: "\(text)")
    }
    return result
  }

  private mutating func enter() throws(TokenizerError) {
    depth += 1
    guard depth <= Self.greatestDepth else { throw error("nested too deeply") }
    position += 1
    skipSpace()
  }

  private mutating func object() throws(TokenizerError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var members: [(key: [UInt8], value: JSONValue)] = []
    if next == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw error("a key was expected") }
      let key = try string()
      skipSpace()
      try expect(UInt8(ascii: ":"))
      members.append((key, try value()))
      skipSpace()
      guard next == UInt8(ascii: ",") else { break }
      position += 1
    }
    try expect(UInt8(ascii: "}"))
    return .object(members)
  }

  private mutating func array() throws(TokenizerError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    var elements: [JSONValue] = []
    if next == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      elements.append(try value())
      skipSpace()
      guard next == UInt8(ascii: ",") else { break }
      position += 1
    }
    try expect(UInt8(ascii: "]"))
    return .array(elements)
  }

  private mutating func number() throws(TokenizerError) -> Double {
    let start = position
    var small = 0
    while let byte = next, (0x30...0x39).contains(byte), position - start < 15 {
      small = small * 10 + Int(byte - 0x30)
      position += 1
    }
    // Whole numbers, which nearly all are, are done; a leading zero or anything after them takes the long way.
    let isWhole = position > start && (bytes[start] != 0x30 || position == start + 1)
    if isWhole, next.map({ !"+-.eE0123456789".utf8.contains($0) }) ?? true { return Double(small) }
    while let byte = next, "+-.eE0123456789".utf8.contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite || takesNonFinite else {
      if position == bytes.count, Double(text + "0") != nil { throw error("a number breaks off") }
      position = start
      throw error("\"\(text)\" is not a number")
    }
    return value
  }

  private mutating func string() throws(TokenizerError) -> [UInt8] {
    position += 1
    var start = position
    var result: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        result += bytes[start..<position]
        position += 1
        return result
      case UInt8(ascii: "\\"):
        result += bytes[start..<position]
        position += 1
        try escape(into: &result)
        start = position
      case 0..<0x20: throw error("a control character stands in a string")
      default: position += 1
      }
    }
    throw error("a string is not closed")
  }

  private mutating func escape(into result: inout [UInt8]) throws(TokenizerError) {
    guard let byte = next else { throw error("a string is not closed") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      var value = try hexadecimal()
      if (0xD800..<0xDC00).contains(value) {
        guard next == UInt8(ascii: "\\") else { throw error("half of a surrogate pair") }
        position += 1
        try expect(UInt8(ascii: "u"))
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw error("half of a surrogate pair") }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else { throw error("half of a surrogate pair") }
      result += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    default:
      position -= 1
      throw error("an unknown escape")
    }
  }

  private mutating func hexadecimal() throws(TokenizerError) -> UInt32 {
    guard position + 4 <= bytes.count else {
      if bytes[position...].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) { position = bytes.count }
      throw error("four hexadecimal digits were expected")
    }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits were expected")
      }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }
}
