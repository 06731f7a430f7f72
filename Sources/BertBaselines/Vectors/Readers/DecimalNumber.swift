/// Parses decimal numbers in texts of word vectors.
enum DecimalNumber {
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// The number in a range of bytes, rounded to double and then to single precision as NumPy does; nil if it is none.
  /// Infinities and NaN are returned as such.
  ///
  /// Up to 15 digits and powers of ten up to 22 are exact doubles, so that one multiplication or division rounds
  /// correctly (Clinger, "How to Read Floating Point Numbers Accurately", PLDI 1990). The standard library parses all
  /// other numbers.
  static func parse(_ bytes: [UInt8], _ range: Range<Int>) -> Float? {
    var place = range.lowerBound
    let end = range.upperBound
    guard place < end else { return nil }
    let isNegative = bytes[place] == UInt8(ascii: "-")
    if isNegative || bytes[place] == UInt8(ascii: "+") { place += 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var exponent = 0
    var isBehindPoint = false
    while place < end {
      let byte = bytes[place]
      if byte >= 0x30 && byte <= 0x39 {
        mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
        digits += 1
        if isBehindPoint { exponent -= 1 }
      } else if byte == UInt8(ascii: "."), !isBehindPoint {
        isBehindPoint = true
      } else {
        break
      }
      place += 1
    }
    guard digits > 0, digits <= 15 else { return slow(bytes, range) }
    if place < end {
      guard bytes[place] | 0x20 == UInt8(ascii: "e") else { return slow(bytes, range) }
      place += 1
      guard place < end else { return nil }
      let isBelow = bytes[place] == UInt8(ascii: "-")
      if isBelow || bytes[place] == UInt8(ascii: "+") { place += 1 }
      guard place < end, end - place <= 3 else { return slow(bytes, range) }
      var written = 0
      while place < end {
        guard bytes[place] >= 0x30 && bytes[place] <= 0x39 else { return nil }
        written = written * 10 + Int(bytes[place] - 0x30)
        place += 1
      }
      exponent += isBelow ? -written : written
    }
    guard abs(exponent) < powers.count else { return slow(bytes, range) }
    let value = exponent < 0 ? Double(mantissa) / powers[-exponent] : Double(mantissa) * powers[exponent]
    return Float(isNegative ? -value : value)
  }

  private static func slow(_ bytes: [UInt8], _ range: Range<Int>) -> Float? {
    guard range.count <= 64, let text = String(validating: bytes[range], as: UTF8.self) else { return nil }
    // Swift also reads hexadecimal numbers, which files of word vectors do not contain.
    if text.utf8.contains(UInt8(ascii: "x")) || text.utf8.contains(UInt8(ascii: "X")) { return nil }
    return Double(text).map { Float($0) }
  }

  /// Whether a range would be a number if its first comma were a point.
  static func hasDecimalComma(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    var digits = Array(bytes[range])
    guard let comma = digits.firstIndex(of: UInt8(ascii: ",")) else { return false }
    digits[comma] = UInt8(ascii: ".")
    return parse(digits, digits.indices) != nil
  }

  /// A number of at most 12 decimal digits; nil if it is none.
  static func natural(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.count <= 12 else { return nil }
    var value = 0
    for byte in bytes[range] {
      guard byte >= 0x30 && byte <= 0x39 else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }
}
