/// The immutable parts of a WordPiece tokenizer, made once and shared.
final class WordPieceModel: Sendable {
  let vocabulary: Vocabulary
  let automaton: WordPieceAutomaton
  let unknownID: Int32
  /// The prefix of subwords that continue a word, `##`.
  let continuationPrefix: String
  /// The greatest number of scalars of a word; longer ones become the unknown token.
  let longestWord: Int
  let normalizer: BertNormalizer
  let map: CharacterMap
  let added: AddedVocabulary
  let postProcessor: PostProcessor
  let padID: Int32
  /// What a user should know about the files, one line each.
  let warnings: [String]

  init(_ settings: WordPieceSettings, file: String) throws(TokenizerError) {
    vocabulary = try Vocabulary(settings.entries, warnings: settings.warnings, file: file)
    guard let unknown = vocabulary.id(of: Array(settings.unknownToken.utf8)) else {
      throw .missingSpecialToken(file: file, role: "unknown", token: settings.unknownToken)
    }
    unknownID = unknown
    continuationPrefix = settings.continuationPrefix
    longestWord = settings.longestWord
    normalizer = settings.normalizer
    map = CharacterMap(settings.normalizer)
    automaton = try WordPieceAutomaton(
      vocabulary, prefix: Array(settings.continuationPrefix.utf8), longestWord: settings.longestWord, file: file)
    postProcessor = settings.postProcessor
    padID = settings.padID
    warnings = vocabulary.warnings + settings.postProcessor.warnings
    added = AddedVocabulary(
      settings.addedTokens, normalizer: settings.normalizer, splitsSpecial: settings.splitsSpecialTokens)
  }

  /// The same model with another normalizer.
  init(_ other: WordPieceModel, normalizer: BertNormalizer) {
    vocabulary = other.vocabulary
    automaton = other.automaton
    unknownID = other.unknownID
    continuationPrefix = other.continuationPrefix
    longestWord = other.longestWord
    self.normalizer = normalizer
    map = CharacterMap(normalizer)
    warnings = other.warnings
    added = AddedVocabulary(
      other.added.tokens, normalizer: normalizer, splitsSpecial: other.added.splitsSpecial)
    postProcessor = other.postProcessor
    padID = other.padID
  }
}
