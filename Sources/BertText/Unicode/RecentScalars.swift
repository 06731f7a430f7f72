import CICU

/// Letters, marks, numbers, punctuation and symbols that Unicode 15.1 and 16.0 added, for an ICU that does not know
/// them: the reference's regular expressions follow Unicode 16.0.
enum RecentScalars {
  /// A general category, by its number in ICU.
  private enum Kind: Int {
    case upper = 1, lower, title, modifier, letter, mark, enclosing, spacing, digit
    case dash = 19
    case punctuation = 23, math
    case symbol = 27
  }

  private static let ranges: [(first: UInt32, last: UInt32, kind: Kind)] = [
    (0x897, 0x897, .mark), (0x1B4E, 0x1B4F, .punctuation), (0x1B7F, 0x1B7F, .punctuation), (0x1C89, 0x1C89, .upper),
    (0x1C8A, 0x1C8A, .lower), (0x2427, 0x2429, .symbol), (0x2FFC, 0x2FFF, .symbol), (0x31E4, 0x31E5, .symbol),
    (0x31EF, 0x31EF, .symbol), (0xA7CB, 0xA7CC, .upper), (0xA7CD, 0xA7CD, .lower), (0xA7DA, 0xA7DA, .upper),
    (0xA7DB, 0xA7DB, .lower), (0xA7DC, 0xA7DC, .upper), (0x105C0, 0x105F3, .letter), (0x10D40, 0x10D49, .digit),
    (0x10D4A, 0x10D4D, .letter), (0x10D4E, 0x10D4E, .modifier), (0x10D4F, 0x10D4F, .letter), (0x10D50, 0x10D65, .upper),
    (0x10D69, 0x10D6D, .mark), (0x10D6E, 0x10D6E, .dash), (0x10D6F, 0x10D6F, .modifier), (0x10D70, 0x10D85, .lower),
    (0x10D8E, 0x10D8F, .math), (0x10EC2, 0x10EC4, .letter), (0x10EFC, 0x10EFC, .mark), (0x11380, 0x11389, .letter),
    (0x1138B, 0x1138B, .letter), (0x1138E, 0x1138E, .letter), (0x11390, 0x113B5, .letter), (0x113B7, 0x113B7, .letter),
    (0x113B8, 0x113BA, .spacing), (0x113BB, 0x113C0, .mark), (0x113C2, 0x113C2, .spacing), (0x113C5, 0x113C5, .spacing),
    (0x113C7, 0x113CA, .spacing), (0x113CC, 0x113CD, .spacing), (0x113CE, 0x113CE, .mark), (0x113CF, 0x113CF, .spacing),
    (0x113D0, 0x113D0, .mark), (0x113D1, 0x113D1, .letter), (0x113D2, 0x113D2, .mark), (0x113D3, 0x113D3, .letter),
    (0x113D4, 0x113D5, .punctuation), (0x113D7, 0x113D8, .punctuation), (0x113E1, 0x113E2, .mark),
    (0x116D0, 0x116E3, .digit), (0x11BC0, 0x11BE0, .letter), (0x11BE1, 0x11BE1, .punctuation),
    (0x11BF0, 0x11BF9, .digit), (0x11F5A, 0x11F5A, .mark), (0x13460, 0x143FA, .letter), (0x16100, 0x1611D, .letter),
    (0x1611E, 0x16129, .mark), (0x1612A, 0x1612C, .spacing), (0x1612D, 0x1612F, .mark), (0x16130, 0x16139, .digit),
    (0x16D40, 0x16D42, .modifier), (0x16D43, 0x16D6A, .letter), (0x16D6B, 0x16D6C, .modifier),
    (0x16D6D, 0x16D6F, .punctuation), (0x16D70, 0x16D79, .digit), (0x18CFF, 0x18CFF, .letter),
    (0x1CC00, 0x1CCEF, .symbol), (0x1CCF0, 0x1CCF9, .digit), (0x1CD00, 0x1CEB3, .symbol), (0x1E5D0, 0x1E5ED, .letter),
    (0x1E5EE, 0x1E5EF, .mark), (0x1E5F0, 0x1E5F0, .letter), (0x1E5F1, 0x1E5FA, .digit),
    (0x1E5FF, 0x1E5FF, .punctuation), (0x1F8B2, 0x1F8BB, .symbol), (0x1F8C0, 0x1F8C1, .symbol),
    (0x1FA89, 0x1FA89, .symbol), (0x1FA8F, 0x1FA8F, .symbol), (0x1FABE, 0x1FABE, .symbol), (0x1FAC6, 0x1FAC6, .symbol),
    (0x1FADC, 0x1FADC, .symbol), (0x1FADF, 0x1FADF, .symbol), (0x1FAE9, 0x1FAE9, .symbol), (0x1FBCB, 0x1FBEF, .symbol),
    (0x2EBF0, 0x2EE5D, .letter),
  ]

  /// The general category of a scalar, by its number in ICU; 0 where it is not in the list.
  static func category(of scalar: UInt32) -> Int {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].last < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].first <= scalar ? ranges[low].kind.rawValue : 0
  }

  /// The scalars of some categories, as the content of a set in a regular expression.
  static func set(of categories: ClosedRange<Int>) -> String {
    ranges.lazy.filter { categories.contains($0.kind.rawValue) }
      .map { "\\x{\(String($0.first, radix: 16))}-\\x{\(String($0.last, radix: 16))}" }.joined()
  }
}
