import CICU

/// A scalar's script as the reference tokenizer sees it: Unicode 9.0, Hiragana and Katakana being Han.
///
/// ICU knows a newer standard; scalars that are younger have no script here, and the few whose script changed since are
/// listed by hand. A test over every scalar holds it.
package struct ReferenceScript: Equatable, Sendable {
  /// The script's number, ICU's UScriptCode.
  package let code: Int32

  private static let unicode9: Int32 = 9 * 256

  /// - Returns: `nil` for a space and for what is not assigned.
  package init?(of scalar: UInt32) {
    switch scalar {
    case 0x20: return nil
    case 0x589, 0x61C: code = Int32(CICU_SCRIPT_COMMON)  // Armenian and Arabic since.
    case 0x953, 0x954: code = Int32(CICU_SCRIPT_DEVANAGARI)  // Inherited since.
    case 0x30FC: code = Int32(CICU_SCRIPT_HAN)  // The sign of a long vowel: Common, here with the kana.
    default:
      let age = cicu_age(scalar)
      guard age != 0, age <= Self.unicode9 else { return nil }
      switch cicu_script(scalar) {
      case Int32(CICU_SCRIPT_UNKNOWN): return nil
      case Int32(CICU_SCRIPT_HIRAGANA), Int32(CICU_SCRIPT_KATAKANA): code = Int32(CICU_SCRIPT_HAN)
      case let script: code = script
      }
    }
  }
}
