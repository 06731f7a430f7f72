import BertText
import Foundation
import Testing
import _TestSupport

/// Tokenizers made by Scripts/golden/tokenizer.py: added tokens with every flag, vocabularies that make greedy matching
/// turn back, canonically equivalent spellings. They need no real model.
@Suite("Agreement on small tokenizers")
struct SmallTokenizerTests {
  /// One tokenizer and its texts; the tokenizer itself is taken from the file's bytes by `documents()`.
  struct Case: Decodable {
    struct Text: Decodable {
      var text: String
      var ids: [Int32]
      var types: [Int32]
      var tokens: [String]
      var offsets: [[Int]]
      var mask: [Int]
    }
    var name: String
    var texts: [Text]
  }

  /// The `tokenizer` members as they stand in the file: a decoder would merge equivalent keys of the vocabulary.
  private func documents() throws -> [Data] {
    let data = try Data(contentsOf: Golden.url("tokenizer-small.json", target: GoldenFigures.target))
    var result: [Data] = []
    var position = data.startIndex
    while let start = data.range(of: Data("\"tokenizer\": ".utf8), in: position..<data.endIndex),
      let end = data.range(of: Data(", \"texts\": [".utf8), in: start.upperBound..<data.endIndex)
    {
      result.append(data[start.upperBound..<end.lowerBound])
      position = end.upperBound
    }
    return result
  }

  @Test("ids, types, tokens, offsets and mask")
  func agreement() throws {
    let cases = try Golden.load([Case].self, "tokenizer-small.json", target: GoldenFigures.target)
    let documents = try documents()
    #expect(cases.count == 5 && documents.count == 5)
    for (item, document) in zip(cases, documents) {
      let tokenizer = try TemporaryDirectory.with(["tokenizer.json": document]) {
        try TokenizerLoader.load(directory: $0)
      }
      for text in item.texts {
        let encoding = tokenizer.encode(text.text)
        let name: Comment = "\(item.name): \(text.text.debugDescription)"
        #expect(encoding.ids == text.ids, name)
        #expect(encoding.typeIDs == text.types, name)
        #expect(encoding.tokens.map { Array($0.utf8) } == text.tokens.map { Array($0.utf8) }, name)
        #expect(encoding.offsets.map { [$0.lowerBound, $0.upperBound] } == text.offsets, name)
        #expect(encoding.specialTokensMask.map { $0 ? 1 : 0 } == text.mask, name)
        #expect(tokenizer.encodeIDs(text.text).ids == text.ids, name)
      }
    }
  }
}
