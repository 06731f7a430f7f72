import BertData
package import BertText

/// Chooses the tokens of a text that are predicted, and what replaces them: the mask token in 8 of 10 cases, a random
/// word of the vocabulary in 1, the token itself in 1 (Devlin et al., arXiv 1810.04805).
///
/// The choice is drawn anew in each epoch (Liu et al., arXiv 1907.11692) and depends only on the seed, the epoch and
/// the index of the text. The share times the text's tokens are predicted, rounded up or down at random so that the
/// mean is right, and at least one.
package struct Masking: Sendable {
  let options: MaskingOptions
  let vocabulary: MaskingVocabulary
  let seed: UInt64

  package init(options: MaskingOptions, vocabulary: MaskingVocabulary, seed: UInt64) {
    self.options = options
    self.vocabulary = vocabulary
    self.seed = seed
  }

  /// The epoch that validation masks are drawn for; no training epoch has this number.
  static let judging = -1

  /// Masks a text for an epoch. Of whole words, one that would exceed the share is skipped unless it is the first.
  ///
  /// - Parameters:
  ///   - number: The text's index, so that equal texts are masked in different ways.
  ///   - epoch: From 0.
  package func masked(_ encoding: Encoding, number: Int, epoch: Int) -> MaskedText {
    var random = SeededGenerator(
      seed: seed ^ (UInt64(bitPattern: Int64(epoch) &+ 2) &* 0x9E37_79B9_7F4A_7C15)
        &+ (UInt64(bitPattern: Int64(number)) &+ 1) &* 0xD1B5_4A32_D192_ED03)
    let units = units(of: encoding.ids)
    let wanted = wanted(units.reduce(0) { $0 + $1.count }, &random)
    var rows: [Int] = []
    for unit in random.permutation(units.count) where rows.count < wanted {
      if rows.isEmpty || rows.count + units[unit].count <= wanted { rows += units[unit] }
    }
    rows.sort()
    var text = MaskedText(encoding: encoding, rows: rows, targets: rows.map { encoding.ids[$0] })
    for row in rows {
      switch random.next(below: 10) {
      case 8: text.encoding.ids[row] = vocabulary.words[random.next(below: vocabulary.words.count)]
      case 9: break
      default: text.encoding.ids[row] = vocabulary.mask
      }
    }
    return text
  }

  /// How many of `count` tokens are predicted.
  private func wanted(_ count: Int, _ random: inout SeededGenerator) -> Int {
    let exact = options.share * Double(count), whole = Int(exact)
    let fraction = Double(random.next() >> 11) * 0x1p-53
    return max(1, fraction < exact - Double(whole) ? whole + 1 : whole)
  }

  /// The groups of positions that are predicted together: each token by itself, or the tokens of each word. Special
  /// tokens are in no group.
  private func units(of ids: [Int32]) -> [[Int]] {
    let continues = options.wholeWords ? vocabulary.continues : nil
    var units: [[Int]] = []
    var isInWord = false
    for (place, id) in ids.enumerated() {
      guard !vocabulary.isSpecial[Int(id)] else {
        isInWord = false
        continue
      }
      if isInWord, continues?[Int(id)] == true {
        units[units.count - 1].append(place)
      } else {
        units.append([place])
      }
      isInWord = true
    }
    return units
  }
}
