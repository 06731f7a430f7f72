extension LabelSpelling {
  /// Whether a label comes before another: byte for byte, but numbers of ASCII digits within them by their value, so
  /// that `f2` comes before `f11`. Labels that differ only in leading zeros are in the order of their bytes.
  static func precedes(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    var here = first[...], there = second[...]
    while let one = here.first, let other = there.first {
      if isDigit(one), isDigit(other) {
        let (left, right) = (number(&here), number(&there))
        if left.count != right.count { return left.count < right.count }
        if left != right { return left.lexicographicallyPrecedes(right) }
      } else if one != other {
        return one < other
      } else {
        here.removeFirst()
        there.removeFirst()
      }
    }
    return here.isEmpty && there.isEmpty ? first.lexicographicallyPrecedes(second) : here.isEmpty
  }

  /// Removes the number at the front of the bytes, and returns it without leading zeros.
  private static func number(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = bytes.prefix(while: isDigit)
    bytes = bytes[digits.endIndex...]
    return digits.drop { $0 == UInt8(ascii: "0") }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
