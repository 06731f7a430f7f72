import BertStorage
import BertText
import Foundation
import Testing
import _TestSupport

/// Against the Python package `sentencepiece`; models and figures from Scripts/golden/sentencepiece_models.py.
@Suite("SentencePiece")
struct SentencePieceTokenizerTests {
  private struct Case: Decodable {
    var model: String
    var text: String
    var ids: [Int32]
    var tokens: [String]
    var offsets: [[Int]]
    var special: [Int32]
  }

  private func tokenizer(_ kind: String) throws -> SentencePieceTokenizer {
    try SentencePieceTokenizer(contentsOf: Golden.url("sentencepiece-\(kind).model", target: GoldenFigures.target))
  }

  @Test("ids, tokens and offsets", arguments: ["unigram", "bpe"])
  func agreement(kind: String) throws {
    let cases = try Golden.load([Case].self, "sentencepiece.json", target: GoldenFigures.target)
      .filter { $0.model == kind }
    #expect(cases.count > 200)
    let tokenizer = try tokenizer(kind)
    for item in cases {
      let name: Comment = "\(item.text.debugDescription)"
      let encoding = tokenizer.encode(item.text, options: EncodingOptions(addSpecialTokens: false))
      #expect(encoding.ids == item.ids, name)
      #expect(encoding.tokens.map { Array($0.utf8) } == item.tokens.map { Array($0.utf8) }, name)
      #expect(encoding.offsets.map { [$0.lowerBound, $0.upperBound] } == item.offsets, name)
      #expect(tokenizer.encodeIDs(item.text).ids == item.special, name)
    }
  }

  @Test("pairs and truncation")
  func pairs() throws {
    let tokenizer = try tokenizer("unigram")
    let first = tokenizer.encode("great product", options: EncodingOptions(addSpecialTokens: false)).ids
    let second = tokenizer.encode("bad", options: EncodingOptions(addSpecialTokens: false)).ids
    let pair = tokenizer.encode("great product", pair: "bad", options: EncodingOptions())
    #expect(pair.ids == [1] + first + [2] + second + [2])
    #expect(pair.typeIDs == Array(repeating: 0, count: first.count + 2) + Array(repeating: 1, count: second.count + 1))
    #expect(pair.offsets.first == 0..<0 && pair.specialTokensMask.filter { $0 }.count == 3)
    let cut = tokenizer.encodeIDs("great product", options: EncodingOptions(maxLength: 3))
    #expect(cut.ids == [1, first[0], 2] && cut.untruncatedCount == first.count + 2)
    #expect(tokenizer.token(for: 1) == "<s>" && tokenizer.token(for: 500) == nil && tokenizer.token(for: -1) == nil)
    #expect(tokenizer.vocabularySize == 500)
  }

  @Test("what is no model")
  func invalid() throws {
    let whole = try Data(contentsOf: Golden.url("sentencepiece-bpe.model", target: GoldenFigures.target))
    for bytes in [Data("hello".utf8), whole.prefix(100)] {
      try TemporaryDirectory.with(["x.model": bytes]) { directory in
        do {
          _ = try SentencePieceTokenizer(contentsOf: directory.appendingPathComponent("x.model"))
          Issue.record("it was taken")
        } catch TokenizerError.invalidModel {
        } catch TokenizerError.foreignFile(_, .empty) {
        }
      }
    }
    #expect(throws: TokenizerError.self) {
      try SentencePieceTokenizer(contentsOf: RepositoryRoot.url.appendingPathComponent("no-such.model"))
    }
  }

  @Test("the library's version is told, or said to be unknown")
  func version() {
    let version = TokenizerLoader.sentencePieceVersion
    let parts = version.split(separator: ".").map { Int($0) }
    #expect(version == "unknown" || parts.count == 3 && parts.allSatisfy { $0 != nil })
  }
}
