import BertInference
package import BertText

/// What masking needs of a vocabulary.
package struct MaskingVocabulary: Sendable {
  /// The id of the mask token.
  let mask: Int32
  /// Whether an id is special, so that it is never predicted: one entry for each row of the word embeddings. `[V]`
  let isSpecial: [Bool]
  /// Ids that a token may be replaced by: all others that the tokenizer spells and the encoder has rows for.
  let words: [Int32]
  /// Whether an id continues the word of the token before it; nil where the vocabulary does not mark words. `[V]`
  package let continues: [Bool]?

  /// What a SentencePiece vocabulary and a byte-level one put before a word. No vocabulary uses both.
  private static let wordMarks = ["\u{2581}", "\u{0120}"]
  /// The usual names of a mask token, for a tokenizer whose files do not name one.
  private static let usualMasks = ["[MASK]", "<mask>"]

  /// - Parameter rows: The number of rows of the encoder's word embeddings.
  /// - Throws: `maskingUnfit` where there is no mask token, or no other word.
  package init(_ pretrained: PretrainedTokenizer, rows: Int, path: String) throws(TuningError) {
    let tokenizer = pretrained.tokenizer
    // A row without a spelling is special too: a post-processor may name it.
    let spellings = (0..<rows).map { tokenizer.token(for: Int32($0)) }
    let masks = pretrained.maskToken.map { [$0] } ?? Self.usualMasks
    guard let mask = masks.lazy.compactMap({ spellings.firstIndex(of: $0) }).first else {
      throw .maskingUnfit(
        path: path,
        reason: pretrained.maskToken.map { "the encoder has no row for its mask token, '\($0)'" }
          ?? "the tokenizer has no mask token; name it as mask_token in tokenizer_config.json, or give an encoder that has one"
      )
    }
    self.mask = Int32(mask)
    // The tokens around a text may include some that no role names.
    let frame = Set(tokenizer.encodeIDs(of: [], options: EncodingOptions()).ids + [tokenizer.padID, Int32(mask)])
    isSpecial = spellings.enumerated().map { id, spelling in
      frame.contains(Int32(id)) || spelling.map { pretrained.specialTokens.contains($0) } ?? true
    }
    let special = isSpecial
    words = (0..<min(rows, tokenizer.vocabularySize)).filter { !special[$0] }.map { Int32($0) }
    guard !words.isEmpty else {
      throw .maskingUnfit(path: path, reason: "the vocabulary has nothing but special tokens")
    }
    if let prefix = tokenizer.continuationPrefix {
      continues = spellings.map { $0?.hasPrefix(prefix) ?? false }
    } else if let mark = Self.wordMarks.first(where: { mark in spellings.contains { $0?.hasPrefix(mark) ?? false } }) {
      continues = spellings.map { !($0?.hasPrefix(mark) ?? true) }
    } else {
      continues = nil
    }
  }

  /// How texts are masked with the given options.
  ///
  /// - Throws: `option` for a share out of range, and for whole words where nothing marks them.
  func masking(_ options: TrainingOptions) throws(TuningError) -> Masking {
    let own = options.masking ?? MaskingOptions()
    try own.validate()
    guard !own.wholeWords || continues != nil else {
      throw .option(
        name: "whole-words", value: "",
        rule: "needs a tokenizer that marks where words begin or continue; this one does not")
    }
    return Masking(options: own, vocabulary: self, seed: options.seed)
  }

  /// The sequences that have a token to be predicted.
  func maskable(_ encodings: [Encoding]) -> EncodedTexts {
    EncodedTexts(encodings: encodings.filter { $0.ids.contains { !isSpecial[Int($0)] } })
  }
}
