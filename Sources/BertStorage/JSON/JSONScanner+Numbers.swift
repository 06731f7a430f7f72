extension JSONScanner {
  /// Consumes a whole, non-negative number without fraction or exponent.
  package mutating func naturalNumber() throws(JSONFault) -> Int {
    guard let lead = peek() else { throw fault("a number is missing") }
    let start = position
    if lead == UInt8(ascii: "-") { throw fault(.notANaturalNumber) }
    guard isDigit(lead) else { throw fault("a number was expected") }
    var value = 0
    while position < bytes.count, isDigit(bytes[position]) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(bytes[position] - UInt8(ascii: "0")))
      if overflow || carry { throw fault(.notANaturalNumber, at: start) }
      value = sum
      position += 1
    }
    if lead == UInt8(ascii: "0"), position - start > 1 { throw fault("a number starts with zero", at: start) }
    if position < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[position]) {
      throw fault(.notANaturalNumber, at: start)
    }
    return value
  }

  /// Consumes a number.
  ///
  /// - Returns: Whether it has neither fraction nor exponent.
  mutating func skipNumber() throws(JSONFault) -> Bool {
    let start = position
    if take(byte: UInt8(ascii: "-")), position == bytes.count { throw fault("a digit was expected") }
    let whole = skipDigits()
    let leadingZero = whole > 1 && bytes[position - whole] == UInt8(ascii: "0")
    guard whole > 0, !leadingZero else {
      position = start
      throw noValue()
    }
    var isWhole = true
    if take(byte: UInt8(ascii: ".")) {
      isWhole = false
      guard skipDigits() > 0 else { throw fault("a digit was expected") }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      position += 1
      if !take(byte: UInt8(ascii: "+")) { _ = take(byte: UInt8(ascii: "-")) }
      guard skipDigits() > 0 else { throw fault("a digit was expected") }
    }
    return isWhole
  }

  /// Consumes a number and returns its value: an integer where it is written as one and fits, else the nearest
  /// `Double`.
  ///
  /// - Parameter takesNonFinite: Whether a number out of the range of `Double` becomes infinite instead of being a
  ///   fault.
  mutating func number(takesNonFinite: Bool) throws(JSONFault) -> JSONValue {
    let start = position
    // The fast path: a whole number of at most 15 digits, as nearly all are.
    var small = 0
    while position < bytes.count, isDigit(bytes[position]), position - start < 15 {
      small = small * 10 + Int(bytes[position] & 0x0F)
      position += 1
    }
    let isShort = position > start && (bytes[start] != UInt8(ascii: "0") || position == start + 1)
    if isShort, position == bytes.count || !"+-.eE0123456789".utf8.contains(bytes[position]) { return .integer(small) }
    position = start
    let isWhole = try skipNumber()
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite || takesNonFinite else {
      throw fault("\"\(text)\" is not a number of 64 bits", at: start)
    }
    return .double(value)
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  private mutating func skipDigits() -> Int {
    let start = position
    while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    return position - start
  }

  /// Consumes the byte if it comes next, without skipping white space.
  private mutating func take(byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }
}
