extension JSONScanner {
  /// Consumes a string and returns its content, escapes resolved, as UTF-8.
  package mutating func string() throws(JSONFault) -> [UInt8] {
    let found = try stringRange()
    return found.hasEscapes ? try content(found.range) : Array(bytes[found.range])
  }

  /// Consumes a string and returns the range of its content, between the quotes.
  mutating func stringRange() throws(JSONFault) -> (range: Range<Int>, hasEscapes: Bool) {
    try expect("\"")
    let start = position
    var hasEscapes = false
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return (start..<(position - 1), hasEscapes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        try skipEscape()
      case 0..<0x20: throw fault("a control character stands in a string")
      default: position += 1
      }
    }
    throw fault("a string is not closed")
  }

  /// The bytes that the content of a string stands for.
  ///
  /// - Parameter range: The range that ``value(depth:limit:)`` returned for a string.
  /// - Throws: `loneSurrogate`.
  package func content(_ range: Range<Int>) throws(JSONFault) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      guard bytes[index] == UInt8(ascii: "\\") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let escape = bytes[index + 1]
      index += 2
      switch escape {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        let start = index
        var value = unit(at: index)
        index += 4
        if value & 0xFC00 == 0xD800, index + 6 <= range.upperBound, bytes[index] == UInt8(ascii: "\\"),
          bytes[index + 1] == UInt8(ascii: "u")
        {
          let low = unit(at: index + 2)
          guard low & 0xFC00 == 0xDC00 else { throw fault(.loneSurrogate, at: start) }
          value = 0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF)
          index += 6
        }
        guard let scalar = Unicode.Scalar(value) else { throw fault(.loneSurrogate, at: start) }
        result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      default: result.append(escape)
      }
    }
    return result
  }

  private mutating func skipEscape() throws(JSONFault) {
    guard position + 1 < bytes.count else { throw fault("a string is not closed", at: bytes.count) }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      let digits = bytes[(position + 2)...].prefix(4)
      let isHexadecimal = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
      guard digits.count == 4, isHexadecimal else {
        let breaksOff = isHexadecimal && digits.endIndex == bytes.count
        throw fault("four hexadecimal digits were expected", at: breaksOff ? bytes.count : position + 2)
      }
      position += 6
    default: throw fault("an escape is not known", at: position + 1)
    }
  }

  /// The value of four hexadecimal digits.
  private func unit(at start: Int) -> UInt32 {
    bytes[start..<(start + 4)].reduce(0) { $0 << 4 | UInt32(Character(Unicode.Scalar($1)).hexDigitValue ?? 0) }
  }
}
