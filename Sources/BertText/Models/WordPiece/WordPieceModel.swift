/// All that encoding needs, made once and shared.
final class WordPieceModel: Sendable {
  let vocabulary: Vocabulary
  let automaton: WordPieceAutomaton
  let unknownID: Int32
  /// Words of more scalars are unknown.
  let longestWord: Int
  let normalizer: BertNormalizer
  let map: CharacterMap
  /// Added tokens matched against the text as it is.
  let rawTokens: AddedTokenMatcher
  /// Added tokens matched against the normalized text.
  let normalizedTokens: AddedTokenMatcher
  /// Spellings of added tokens that are not in the vocabulary, and of those that are.
  let addedSpellings: [Int32: String]
  let template: SpecialTokensTemplate
  let padID: Int32

  init(_ settings: WordPieceSettings, file: String) throws(TokenizerError) {
    vocabulary = try Vocabulary(settings.entries, file: file)
    guard let unknown = vocabulary.id(of: Array(settings.unknownToken.utf8)) else {
      throw .missingSpecialToken(file: file, role: "unknown", token: settings.unknownToken)
    }
    unknownID = unknown
    longestWord = settings.longestWord
    normalizer = settings.normalizer
    map = CharacterMap(settings.normalizer)
    automaton = try WordPieceAutomaton(
      vocabulary, prefix: Array(settings.continuationPrefix.utf8), longestWord: settings.longestWord, file: file)
    template = settings.template
    padID = settings.padID

    var raw: [(bytes: [UInt8], token: AddedToken)] = []
    var normalized: [(bytes: [UInt8], token: AddedToken)] = []
    var addedSpellings: [Int32: String] = [:]
    let ordered = settings.addedTokens.filter(\.special) + settings.addedTokens.filter { !$0.special }
    for token in ordered {
      addedSpellings[token.id] = token.content
      if token.normalized {
        normalized.append((Self.normalize(token.content, settings.normalizer), token))
      } else {
        raw.append((Array(token.content.utf8), token))
      }
    }
    self.addedSpellings = addedSpellings
    rawTokens = AddedTokenMatcher(raw)
    normalizedTokens = AddedTokenMatcher(normalized)
  }

  private static func normalize(_ content: String, _ normalizer: BertNormalizer) -> [UInt8] {
    var content = content
    var aligned = content.withUTF8 { AlignedText($0, offset: 0) }
    aligned.normalize(normalizer)
    var bytes: [UInt8] = []
    for unit in aligned.units { UTF8Scan.encode(unit.scalar) { bytes.append($0) } }
    return bytes
  }
}
