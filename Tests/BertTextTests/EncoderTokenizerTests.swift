import BertText
import Foundation
import Testing
import _TestSupport

/// Directories as today's encoders are published, against AutoTokenizer of transformers
/// (Scripts/golden/encoder_tokenizers.py). Made once by the oracle and kept in the cache.
@Suite("Tokenizers of today's encoders", .enabled(if: RealData.isAvailable && Oracle.isAvailable))
struct EncoderTokenizerTests {
  /// What the script wrote of a tokenizer.
  private struct Figures: Decodable {
    var className: String
    var types: Bool
    var mask: String
    var pad: Int32
    var size: Int
    /// Digests of blocks of 100 texts, 500 texts, 4096 scalars.
    var random: [String]
    var corpus: [String]
    var scalars: [String]
    /// A digest for each pair.
    var pairs: [String]
  }

  static let names = [
    "modernbert", "mmbert", "eurobert", "gte", "deberta", "deberta-punctuation", "deberta-added", "deberta-file",
  ]

  private static let made = Result {
    try TrainedAgreement.make(
      "encoder-tokenizers",
      ["encoder_tokenizers.py", "tokenizer_agreement.py", "tokenizer_training.py", "tokenizer_digest.py"])
  }

  private static let figures = Result {
    try JSONDecoder().decode(
      [String: Figures].self, from: Data(contentsOf: made.get().appendingPathComponent("expected.json")))
  }

  private static let randomTexts = Result {
    try Data(contentsOf: made.get().appendingPathComponent("random.jsonl")).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(String.self, from: $0)
    }
  }

  private func load(_ name: String) throws -> PretrainedTokenizer {
    try TokenizerLoader.pretrained(directory: Self.made.get().appendingPathComponent(name))
  }

  /// The script's `values`.
  private static func add(_ encoding: Encoding, to digest: inout GoldenFigures.Digest) {
    digest.add(encoding.ids.count)
    for id in encoding.ids { digest.add(Int(id)) }
    for type in encoding.typeIDs { digest.add(Int(type)) }
    for offset in encoding.offsets {
      digest.add(offset.lowerBound)
      digest.add(offset.upperBound)
    }
    for isSpecial in encoding.specialTokensMask { digest.add(isSpecial ? 1 : 0) }
    for token in encoding.tokens {
      digest.add(token.utf8.count)
      for byte in token.utf8 { digest.add(Int(byte)) }
    }
  }

  private static func digests(_ texts: [String], _ size: Int, _ tokenizer: any Tokenizer) -> [String] {
    stride(from: 0, to: texts.count, by: size).map { start in
      var digest = GoldenFigures.Digest()
      for text in texts[start..<min(start + size, texts.count)] { add(tokenizer.encode(text), to: &digest) }
      return digest.text
    }
  }

  @Test("class, special tokens and size", arguments: names)
  func decisions(name: String) throws {
    let expected = try #require(Self.figures.get()[name])
    let pretrained = try load(name)
    #expect(pretrained.className == expected.className)
    #expect(pretrained.givesTokenTypes == expected.types)
    #expect(pretrained.maskToken == expected.mask)
    #expect(pretrained.tokenizer.padID == expected.pad)
    #expect(pretrained.tokenizer.vocabularySize == expected.size)
    #expect(pretrained.warnings.isEmpty)
  }

  @Test("random hard texts, and a corpus", arguments: names)
  func texts(name: String) throws {
    let expected = try #require(Self.figures.get()[name])
    let tokenizer = try load(name).tokenizer
    let hard = try Self.randomTexts.get()
    try #require(hard.count == 3000)
    #expect(Self.digests(hard, 100, tokenizer) == expected.random)
    #expect(try Self.digests(TrainedAgreement.corpus("tweets.csv"), 500, tokenizer) == expected.corpus)
    // The fast path gives the same ids, from a memory of pieces that is empty or not.
    let again = try load(name).tokenizer
    for text in hard.prefix(500) { #expect(again.encodeIDs(text).ids == tokenizer.encode(text).ids) }
  }

  @Test("every Unicode scalar", arguments: ["modernbert", "mmbert", "eurobert", "deberta"])
  func scalars(name: String) throws {
    let expected = try #require(Self.figures.get()[name]).scalars
    #expect(expected.count == 64)
    let tokenizer = try load(name).tokenizer
    for (block, digest) in expected.enumerated() {
      let start = UInt32(block) * 4096
      let texts = stride(from: start, to: start + 4096, by: 16).map { first in
        (first..<(first + 16)).compactMap(Unicode.Scalar.init).map { "ab\($0)cd \($0) 1\($0)2" }
          .joined(separator: " ")
      }
      let found = Self.digests(texts.filter { !$0.isEmpty }, 256, tokenizer)
      #expect(found == [digest], "from \(String(start, radix: 16))")
    }
  }

  @Test("pairs, cut to many lengths", arguments: names)
  func pairs(name: String) throws {
    let expected = try #require(Self.figures.get()[name]).pairs
    let tokenizer = try load(name).tokenizer
    let texts = try TrainedAgreement.corpus("tweets.csv")
    let differing = expected.indices.filter { index in
      var digest = GoldenFigures.Digest()
      let options = EncodingOptions(maxLength: 5 + index % 60)
      Self.add(
        tokenizer.encode(texts[index], pair: texts[(index * 7 + 1) % texts.count], options: options), to: &digest)
      return digest.text != expected[index]
    }
    #expect(expected.count == 400 && differing.isEmpty)
  }

  /// The larger vocabulary is held against the reference above.
  @Test(
    "a vocabulary without what some texts do not use cuts them as before",
    arguments: ["modernbert", "mmbert", "eurobert", "gte", "deberta-file"])
  func pruned(name: String) throws {
    let folder = try Self.made.get().appendingPathComponent(name)
    let whole = try load(name)
    let texts = try TrainedAgreement.corpus("tweets.csv").prefix(300)
    let ids = texts.map { whole.tokenizer.encodeIDs($0).ids }
    let pruned = try PrunedVocabulary(folder, keeps: Set(ids.joined()), special: whole.specialTokens)
    var files = Dictionary(uniqueKeysWithValues: pruned.files.map { ($0.name, $0.contents) })
    files["config.json"] = try Data(contentsOf: folder.appendingPathComponent("config.json"))
    let smaller = try TemporaryDirectory.with(files) { try TokenizerLoader.pretrained(directory: $0) }
    #expect(smaller.tokenizer.vocabularySize == pruned.formerIDs.count)
    #expect(smaller.tokenizer.vocabularySize < whole.tokenizer.vocabularySize)
    #expect(smaller.warnings.isEmpty)
    for (text, expected) in zip(texts, ids) {
      #expect(smaller.tokenizer.encodeIDs(text).ids.map { pruned.formerIDs[Int($0)] } == expected, "\(text)")
    }
  }
}
