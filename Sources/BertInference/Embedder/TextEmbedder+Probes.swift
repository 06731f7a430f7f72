import BertData
import BertText

extension TextEmbedder {
  /// A sentence that nearly every tokenizer can encode.
  private static let sentence = "The quick brown fox jumps over the lazy dog, 1234567890 times."

  /// Texts whose vectors differ between models with different weights, tokenizers or pooling: a sentence, or where the
  /// model cannot read it, the first 64 words of the vocabulary that it can read.
  package var probes: [String] {
    func isReadable(_ text: String) -> Bool { (try? encode(Example(text: text, line: 0))) != nil }
    guard !isReadable(Self.sentence) else { return [Self.sentence] }
    var words: [String] = []
    for id in 0..<Int32(clamping: tokenizer.vocabularySize) where words.count < 64 {
      if let word = tokenizer.token(for: id), isReadable(word) { words.append(word) }
    }
    return words.isEmpty ? [Self.sentence] : words
  }
}
