import CICU

/// A scalar's script as in the reference tokenizer: that of Unicode 9.0, with Hiragana and Katakana counted as Han.
///
/// ICU follows a newer standard: scalars that were assigned after 9.0 have no script here, and the few whose script has
/// changed since are listed by hand. A test checks every scalar.
package struct ReferenceScript: Equatable, Sendable {
  /// The script's number, ICU's UScriptCode.
  package let code: Int32

  private static let unicode9: Int32 = 9 * 256

  /// - Returns: `nil` for a space and for unassigned scalars.
  package init?(of scalar: UInt32) {
    switch scalar {
    case 0x20: return nil
    case 0x589, 0x61C: code = Int32(CICU_SCRIPT_COMMON)  // Later Armenian and Arabic.
    case 0x953, 0x954: code = Int32(CICU_SCRIPT_DEVANAGARI)  // Later Inherited.
    case 0x30FC: code = Int32(CICU_SCRIPT_HAN)  // The long vowel mark: Common in Unicode, Han in the reference.
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
