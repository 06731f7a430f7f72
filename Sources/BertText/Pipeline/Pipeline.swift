/// The parts that turn text into tokens: added tokens, normalizer, pre-tokenizer and model; made once and shared.
final class Pipeline: Sendable {
  let added: AddedVocabulary
  let normalizer: (any Normalizer)?
  let preTokenizer: (any PreTokenizer)?
  let model: any SubwordModel
  let vocabulary: Vocabulary

  init(
    _ vocabulary: Vocabulary, addedTokens: [AddedToken], splitsSpecialTokens: Bool = false,
    normalizer: (any Normalizer)?, preTokenizer: (any PreTokenizer)?, model: any SubwordModel
  ) {
    added = AddedVocabulary(addedTokens, normalizer: normalizer, splitsSpecial: splitsSpecialTokens)
    self.vocabulary = vocabulary
    self.normalizer = normalizer
    self.preTokenizer = preTokenizer
    self.model = model
  }

  /// The spelling of an id, or `nil` where there is none.
  func token(for id: Int32) -> String? {
    added.spellings[id] ?? vocabulary.spelling(of: id).map { String(decoding: $0, as: UTF8.self) }
  }
}
