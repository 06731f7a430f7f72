import CICU

/// Unicode's properties as the reference tokenizer has them, from three libraries with three versions of the standard.
///
/// - Categories come from the crate `unicode_categories` 0.1, which holds Unicode 8.0. ICU follows a newer standard,
///   but `u_charAge` tells which version assigned a scalar, so that later ones are treated as unassigned. The few
///   scalars whose category changed after 8.0 are listed by hand.
/// - Decomposition and combining classes come from `unicode-normalization-alignments`, which holds Unicode 9.0.
/// - Lower case comes from Rust's standard library, which holds Unicode 17; mappings that an older ICU lacks are listed
///   by hand.
///
/// Tests check every function over all 1,112,064 scalars.
enum ReferenceUnicode {
  private static let unicode8 = 8 * 256
  private static let unicode9 = 9 * 256

  private static func isAssigned(_ scalar: UInt32, by version: Int32) -> Bool {
    let age = cicu_age(scalar)
    return age != 0 && age <= version
  }

  /// Unicode's White_Space.
  static func isWhitespace(_ scalar: UInt32) -> Bool { cicu_is_white_space(scalar) != 0 }

  /// Category C*, except tab, newline and carriage return. Unassigned scalars do not count, private-use ones do.
  static func isControl(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0D: return false
    default: break
    }
    switch Int(cicu_category(scalar)) {
    case CICU_CONTROL, CICU_PRIVATE_USE: return true
    case CICU_FORMAT: return isAssigned(scalar, by: Int32(unicode8))
    default: return false
    }
  }

  /// The ASCII punctuation ranges, and category P*.
  static func isPunctuation(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
    case 0x166D: return true  // Po until Unicode 11, then So.
    case 0x111C9: return true  // Po until Unicode 10, then Mn.
    default: break
    }
    switch Int(cicu_category(scalar)) {
    case CICU_DASH_PUNCTUATION, CICU_START_PUNCTUATION, CICU_END_PUNCTUATION,
      CICU_CONNECTOR_PUNCTUATION, CICU_OTHER_PUNCTUATION, CICU_INITIAL_PUNCTUATION,
      CICU_FINAL_PUNCTUATION:
      return isAssigned(scalar, by: Int32(unicode8))
    default: return false
    }
  }

  /// Category Mn.
  static func isNonspacingMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x1734: return true  // Mn until Unicode 13, then Mc.
    case 0x1885, 0x1886: return false  // Lo until Unicode 8, then Mn.
    case 0xA9BD: return false  // Mc until Unicode 10, then Mn.
    case 0x111C9: return false  // Po until Unicode 10, then Mn.
    default: break
    }
    return Int(cicu_category(scalar)) == CICU_NON_SPACING_MARK
      && isAssigned(scalar, by: Int32(unicode8))
  }

  /// The CJK blocks around whose scalars the reference puts spaces; `2B920` (not `2B820`) is the reference's number.
  static func isIdeograph(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B81F, 0x2B920...0x2CEAF,
      0x2F800...0x2FA1F:
      return true
    default: return false
    }
  }

  /// Calls `body` with each scalar of the full canonical decomposition.
  @inline(__always)
  static func decompose(_ scalar: UInt32, _ body: (UInt32) -> Void) {
    guard scalar >= 0xC0, isAssigned(scalar, by: Int32(unicode9)) else { return body(scalar) }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 20) { buffer in
      let count = Int(cicu_decomposition(scalar, buffer.baseAddress, 20))
      guard count > 0 else { return body(scalar) }
      for index in 0..<count { body(buffer[index]) }
    }
  }

  /// Calls `body` with each scalar of the full compatibility decomposition.
  @inline(__always)
  static func decomposeCompatibly(_ scalar: UInt32, _ body: (UInt32) -> Void) {
    guard scalar >= 0xA0, isAssigned(scalar, by: Int32(unicode9)) else { return body(scalar) }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 20) { buffer in
      let count = Int(cicu_compatibility_decomposition(scalar, buffer.baseAddress, 20))
      guard count > 0 else { return body(scalar) }
      for index in 0..<count { body(buffer[index]) }
    }
  }

  /// The canonical composition of two scalars, or `nil` where there is none.
  static func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    guard second >= 0x300 else { return nil }
    let composed = cicu_composition(first, second)
    return composed != 0 && isAssigned(composed, by: Int32(unicode9)) ? composed : nil
  }

  /// Category M*, of Unicode 9.0.
  static func isMark(_ scalar: UInt32) -> Bool {
    guard scalar >= 0x300, scalar != 0x111C9 else { return false }
    // Mc until Unicode 11, then Lo.
    if scalar == 0x1CF2 || scalar == 0x1CF3 { return true }
    switch Int(cicu_category(scalar)) {
    case CICU_NON_SPACING_MARK, CICU_ENCLOSING_MARK, CICU_COMBINING_SPACING_MARK:
      return isAssigned(scalar, by: Int32(unicode9))
    default: return false
    }
  }

  /// The canonical combining class.
  static func combiningClass(_ scalar: UInt32) -> UInt8 {
    guard scalar >= 0x300 else { return 0 }
    let value = cicu_combining_class(scalar)
    return value != 0 && isAssigned(scalar, by: Int32(unicode9)) ? value : 0
  }

  /// Calls `body` with each scalar of Rust's `char::to_lowercase`, which ignores the context: a final sigma is mapped
  /// as any other. Only U+0130 becomes more than one scalar.
  @inline(__always)
  static func lowercase(_ scalar: UInt32, _ body: (UInt32) -> Void) {
    if scalar == 0x130 {
      body(0x69)
      body(0x307)
      return
    }
    let lower = cicu_lower(scalar)
    body(lower == scalar ? recentLowercase(scalar) : lower)
  }

  /// The lower-case mappings that Unicode 16 and 17 added, for an ICU that lacks them.
  private static func recentLowercase(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x1C89, 0xA7CC, 0xA7CE, 0xA7D2, 0xA7D4, 0xA7DA: return scalar + 1
    case 0xA7CB: return 0x264
    case 0xA7DC: return 0x19B
    case 0x10D50...0x10D65: return scalar + 0x20
    case 0x16EA0...0x16EB8: return scalar + 0x1B
    default: return scalar
    }
  }

  /// The general category in Unicode 16.0, which the reference's regular expressions follow.
  static func category(_ scalar: UInt32) -> Int {
    let category = Int(cicu_category(scalar))
    if category == 0 { return RecentScalars.category(of: scalar) }
    return scalar < 0x530 || isAssigned(scalar, by: 16 * 256) ? category : 0
  }

  /// Category N* in Unicode 17, as Rust's `char::is_numeric`.
  static func isNumeric(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x11DE0...0x11DE9, 0x16FF4...0x16FF6: return true
    default: break
    }
    switch category(scalar) {
    case CICU_DECIMAL_NUMBER, CICU_LETTER_NUMBER, CICU_OTHER_NUMBER: return true
    default: return false
    }
  }

  /// A regular expression's `\w`, in Unicode 16.0.
  static func isWord(_ scalar: UInt32) -> Bool {
    if cicu_is_word(scalar) != 0 { return scalar < 0x530 || isAssigned(scalar, by: 16 * 256) }
    return (CICU_UPPERCASE_LETTER...CICU_DECIMAL_NUMBER).contains(RecentScalars.category(of: scalar))
  }
}
