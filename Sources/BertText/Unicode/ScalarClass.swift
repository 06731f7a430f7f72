import CICU

/// The four classes of scalars that GPT-2's regular expression distinguishes.
enum ScalarClass {
  static let other: UInt8 = 0
  static let letter: UInt8 = 1
  static let number: UInt8 = 2
  static let space: UInt8 = 3

  /// The classes of the scalars below `tableSize`.
  static let table = Table((0..<tableSize).map(look))
  private static let tableSize: UInt32 = 0x3100

  @inline(__always)
  static func of(_ scalar: UInt32) -> UInt8 {
    scalar < tableSize ? table.pointer[Int(scalar)] : look(scalar)
  }

  private static func look(_ scalar: UInt32) -> UInt8 {
    if ReferenceUnicode.isWhitespace(scalar) { return space }
    switch ReferenceUnicode.category(scalar) {
    case CICU_UPPERCASE_LETTER...CICU_OTHER_LETTER: return letter
    case CICU_DECIMAL_NUMBER, CICU_LETTER_NUMBER, CICU_OTHER_NUMBER: return number
    default: return other
    }
  }
}
