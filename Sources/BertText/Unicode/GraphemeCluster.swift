import CICU

/// Finds the ends of grapheme clusters, scalar by scalar (UAX #29, extended clusters, without the rule for Indic
/// conjuncts).
struct GraphemeCluster {
  private var last: Int32
  /// Whether the cluster so far is a pictograph with its extenders, and perhaps a joiner.
  private var isPictographic: Bool
  private var regionalIndicators: Int

  /// A cluster that begins with a scalar.
  init(_ scalar: UInt32) {
    last = Self.property(scalar)
    isPictographic = scalar >= 0xA9 && cicu_is_pictographic(scalar) != 0
    regionalIndicators = last == Self.regionalIndicator ? 1 : 0
  }

  private static let regionalIndicator = Int32(CICU_BREAK_REGIONAL_INDICATOR)

  private static func property(_ scalar: UInt32) -> Int32 {
    if scalar >= 0x20 && scalar < 0x7F { return Int32(CICU_BREAK_OTHER) }
    return cicu_grapheme_break(scalar)
  }

  /// Whether a scalar has the break property `Other`.
  static func isOrdinary(_ scalar: UInt32) -> Bool { property(scalar) == Int32(CICU_BREAK_OTHER) }

  /// Whether the next scalar belongs to the cluster; if so, the cluster now includes it.
  mutating func extends(over scalar: UInt32) -> Bool {
    let next = Self.property(scalar)
    guard joins(next, scalar) else { return false }
    if next == Self.regionalIndicator { regionalIndicators += 1 }
    let isPictograph = scalar >= 0xA9 && cicu_is_pictographic(scalar) != 0
    isPictographic =
      isPictograph || isPictographic && (next == Int32(CICU_BREAK_EXTEND) || next == Int32(CICU_BREAK_ZWJ))
    last = next
    return true
  }

  private func joins(_ next: Int32, _ scalar: UInt32) -> Bool {
    switch (Int(last), Int(next)) {
    case (CICU_BREAK_CR, CICU_BREAK_LF): true
    case (CICU_BREAK_CONTROL, _), (CICU_BREAK_CR, _), (CICU_BREAK_LF, _): false
    case (_, CICU_BREAK_CONTROL), (_, CICU_BREAK_CR), (_, CICU_BREAK_LF): false
    case (_, CICU_BREAK_EXTEND), (_, CICU_BREAK_ZWJ), (_, CICU_BREAK_SPACING_MARK), (CICU_BREAK_PREPEND, _): true
    case (CICU_BREAK_L, CICU_BREAK_L), (CICU_BREAK_L, CICU_BREAK_V), (CICU_BREAK_L, CICU_BREAK_LV),
      (CICU_BREAK_L, CICU_BREAK_LVT), (CICU_BREAK_LV, CICU_BREAK_V), (CICU_BREAK_LV, CICU_BREAK_T),
      (CICU_BREAK_V, CICU_BREAK_V), (CICU_BREAK_V, CICU_BREAK_T), (CICU_BREAK_LVT, CICU_BREAK_T),
      (CICU_BREAK_T, CICU_BREAK_T):
      true
    case (CICU_BREAK_ZWJ, _) where isPictographic && cicu_is_pictographic(scalar) != 0: true
    case (CICU_BREAK_REGIONAL_INDICATOR, CICU_BREAK_REGIONAL_INDICATOR): regionalIndicators % 2 == 1
    default: false
    }
  }
}
