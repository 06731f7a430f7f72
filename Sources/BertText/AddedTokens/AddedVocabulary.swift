/// The added tokens of a tokenizer, prepared for the search in texts.
struct AddedVocabulary: Sendable {
  /// The tokens in the given order.
  let tokens: [AddedToken]
  /// Whether a special token that is written in a text is split as ordinary text.
  let splitsSpecial: Bool
  /// The tokens that are matched in the raw text.
  let raw: AddedTokenMatcher
  /// The tokens that are matched in the normalized text, by their normalized spelling.
  let normalized: AddedTokenMatcher
  /// The spelling of each token's id, whether or not the vocabulary holds it too.
  let spellings: [Int32: String]

  /// - Parameter splitsSpecial: whether a special token that is written in a text is split as ordinary text.
  init(_ tokens: [AddedToken], normalizer: (any Normalizer)?, splitsSpecial: Bool = false) {
    self.tokens = tokens
    self.splitsSpecial = splitsSpecial
    var raw: [(bytes: [UInt8], token: AddedToken)] = []
    var normalized: [(bytes: [UInt8], token: AddedToken)] = []
    var spellings: [Int32: String] = [:]
    for token in tokens.filter(\.special) + tokens.filter({ !$0.special }) {
      spellings[token.id] = token.content
      if token.normalized {
        normalized.append((Self.normalize(token.content, normalizer), token))
      } else {
        raw.append((Array(token.content.utf8), token))
      }
    }
    self.raw = AddedTokenMatcher(raw, passesSpecial: splitsSpecial)
    self.normalized = AddedTokenMatcher(normalized, passesSpecial: splitsSpecial)
    self.spellings = spellings
  }

  private static func normalize(_ content: String, _ normalizer: (any Normalizer)?) -> [UInt8] {
    var content = content
    var aligned = content.withUTF8 { AlignedText($0, offset: 0) }
    normalizer?.normalize(&aligned)
    var bytes: [UInt8] = []
    for unit in aligned.units { UTF8Scan.encode(unit.scalar) { bytes.append($0) } }
    return bytes
  }
}
