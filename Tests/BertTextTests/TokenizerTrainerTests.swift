import BertText
import Foundation
import Testing
import _TestSupport

/// Training of vocabularies in corners that the comparison with the reference (`TokenizerTests` of the command) does not
/// reach.
struct TokenizerTrainerTests {
  /// No piece of one scalar is pruned, and these are too many. (SentencePiece refuses to train then.)
  @Test("a unigram vocabulary smaller than the alphabet keeps the most frequent characters", .timeLimit(.minutes(1)))
  func fewerEntriesThanCharacters() throws {
    var trainer = TokenizerTrainer(TokenizerTrainer.Options(kind: .unigram, size: 50))
    for row in 0..<100 {
      let rare = (0..<6).map { String(UnicodeScalar(UInt16(0x4E00 + (row * 6 + $0) % 300)) ?? "x") }.joined()
      trainer.add(rare + " ab " + String(rare.reversed()))
    }
    let trained = trainer.train()
    #expect(trained.size == 50)
    try TemporaryDirectory.with([:]) { directory in
      try trained.write(to: directory)
      let tokenizer = try TokenizerLoader.load(directory: directory)
      #expect(tokenizer.vocabularySize == 50)
      // <unk> has id 0.
      let options = EncodingOptions(addSpecialTokens: false)
      #expect(!tokenizer.encode("ab ba", options: options).ids.contains(0))
      #expect(tokenizer.encode("\u{4F2B}", options: options).ids.contains(0))
    }
  }
}
