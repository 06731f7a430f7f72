package import BertText

extension EncoderConfiguration {
  /// The largest token type that a tokenizer gives to a pair of texts, where the model has no embedding for it; nil
  /// where it has one for each type. Such a tokenizer belongs to another model.
  package func unknownType(of tokenizer: any Tokenizer) -> Int? {
    guard hasTypeEmbeddings, typeVocabularySize > 1 else { return nil }
    let types = tokenizer.encodeIDs("a", pair: "a", options: EncodingOptions()).typeIDs.map { Int($0) }
    return types.allSatisfy((0..<typeVocabularySize).contains) ? nil : types.max()
  }
}
