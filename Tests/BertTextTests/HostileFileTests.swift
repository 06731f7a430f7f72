import BertText
import Foundation
import Testing
import _TestSupport

/// Files made to take memory or time out of proportion to their size, most of them found by `make fuzz`.
@Suite("Hostile tokenizer files")
struct HostileFileTests {
  private func load(_ files: [String: String]) throws -> any Tokenizer {
    try TemporaryDirectory.with(files.mapValues { Data($0.utf8) }) { try TokenizerLoader.load(directory: $0) }
  }

  /// `TokenizerLoaderTests.valid` with changes.
  private func load(_ changes: (old: String, new: String)...) throws -> any Tokenizer {
    var text = TokenizerLoaderTests.valid
    for change in changes {
      #expect(text.contains(change.old))
      text = text.replacing(change.old, with: change.new)
    }
    return try load(["tokenizer.json": text])
  }

  private func field(_ body: () throws -> any Tokenizer) -> String? {
    do {
      _ = try body()
      return nil
    } catch TokenizerError.invalidField(_, let field, _) {
      return field
    } catch {
      return "\(error)"
    }
  }

  private static let normalizer = """
    {"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}
    """

  @Test("few entries do not make great tables")
  func sparseVocabulary() throws {
    #expect(throws: TokenizerError.self) { try load(("b\":5", "b\":16777215")) }
    #expect(throws: TokenizerError.self) { try load(("b\":5", "b\":65632")) }
    #expect(try load(("b\":5", "b\":65631")).vocabularySize == 65_632)
  }

  @Test("replacements do not multiply", arguments: [(12, true), (13, false)])
  func replacements(count: Int, isAllowed: Bool) throws {
    let step = #"{"type":"Replace","pattern":{"String":"a"},"content":"aa"}"#
    let steps = [String](repeating: step, count: count).joined(separator: ",")
    let found = field { try load((Self.normalizer, #"{"type":"Sequence","normalizers":[\#(steps)]}"#)) }
    #expect(found == (isAllowed ? nil : "normalizer"))
  }

  @Test("an expression that backtracks without end is a fault of its text", .timeLimit(.minutes(1)))
  func backtracking() throws {
    let text = String(repeating: "a", count: 40) + "!"
    let pattern = #""pattern":{"Regex":"(a|a)*b"}"#
    let split = try load(
      (#"{"type":"BertPreTokenizer"}"#, #"{"type":"Split",\#(pattern),"behavior":"Isolated","invert":false}"#))
    let replace = try load((Self.normalizer, #"{"type":"Replace",\#(pattern),"content":"a"}"#))
    for tokenizer in [split, replace] {
      #expect(tokenizer.encode(text).fault == .searchGivenUp(expression: "(a|a)*b"))
      #expect(tokenizer.encode(text).ids.isEmpty && tokenizer.encodeIDs(text).ids.isEmpty)
      #expect(tokenizer.encode("a b").fault == nil, "a fault stays with its text")
    }
  }

  @Test("an honest expression is never given up, however long the text")
  func longText() throws {
    let step = #"{"type":"Split","pattern":{"Regex":"\\s+(?!\\S)|\\s+|[^\\s]+"},"behavior":"Isolated","invert":false}"#
    let tokenizer = try load((#"{"type":"BertPreTokenizer"}"#, step))
    let text = String(repeating: "a b    ", count: 20_000) + String(repeating: " ", count: 200_000) + "ab"
    let ids = tokenizer.encode(text).ids
    #expect(ids.suffix(2) == [4, 5] && ids.count { $0 == 4 } == 20_001)
  }

  @Test("templates are short")
  func templates() throws {
    let piece = #"{"SpecialToken":{"id":"[CLS]","type_id":0}},"#
    let many = String(repeating: piece, count: 300)
    #expect(field { try load((#""single":["#, #""single":["# + many)) } == "post_processor.single")
    let ids = [String](repeating: "2", count: 300).joined(separator: ",")
    let tokens = [String](repeating: "\"[CLS]\"", count: 300).joined(separator: ",")
    #expect(throws: TokenizerError.self) {
      try load((#""ids":[2],"tokens":["[CLS]"]"#, #""ids":[\#(ids)],"tokens":[\#(tokens)]"#))
    }
  }

  @Test("lengths to pad to are those of texts")
  func padding() throws {
    let fixed = #"{"Fixed":128}"#
    #expect(field { try load((fixed, #"{"Fixed":9007199254740992}"#)) } == "padding.strategy.Fixed")
    #expect(field { try load((fixed, #"{"Fixed":-1}"#)) } == "padding.strategy.Fixed")
    let multiple = #""pad_to_multiple_of":null"#
    #expect(
      field { try load((multiple, #""pad_to_multiple_of":9223372036854774784"#)) } == "padding.pad_to_multiple_of")
  }

  @Test("any spoilt byte of a SentencePiece model gives an error or a tokenizer", arguments: ["unigram", "bpe"])
  func spoiltModels(kind: String) throws {
    let whole = try Data(contentsOf: Golden.url("sentencepiece-\(kind).model", target: "BertTextTests"))
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).model")
    defer { try? FileManager.default.removeItem(at: url) }
    var refused = 0
    for index in whole.indices {
      var damaged = whole
      damaged[index] ^= index.isMultiple(of: 2) ? 0x40 : 0x81
      try damaged.write(to: url)
      do {
        let tokenizer = try SentencePieceTokenizer(contentsOf: url)
        #expect(tokenizer.encode("\u{0} Hello \u{FB01} caf\u{E9} \u{2460}\u{FDFA}").ids.allSatisfy { $0 >= 0 })
      } catch {
        refused += 1
      }
    }
    #expect(refused > whole.count / 10 && refused < whole.count)
  }

  @Test("many added tokens take time in proportion", .timeLimit(.minutes(1)))
  func manyAddedTokens() throws {
    let count = 40_000
    let decoder = (0..<count).map { #""\#($0 + 6)":{"content":"<x\#($0)>","special":true}"# }.joined(separator: ",")
    let tokenizer = try load([
      "vocab.txt": "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n##b\n",
      "tokenizer_config.json": #"{"added_tokens_decoder":{\#(decoder)}}"#,
    ])
    #expect(tokenizer.encode("a<x39999>").ids == [2, 4, Int32(count + 5), 3])
    // What all of them begin with may stand in a text very often.
    let text = String(repeating: "<x3", count: 100_000) + "<x39999><x3999>"
    let ids = tokenizer.encodeIDs(text).ids
    #expect(ids.suffix(3) == [Int32(count + 5), 4005, 3] && !ids.contains { (6..<4005).contains($0) })
  }

  @Test("many added tokens beside a large vocabulary take time in proportion", .timeLimit(.minutes(1)))
  func manyAddedTokensBesideAVocabulary() throws {
    let words = (0..<60_000).map { #""w\#($0)":\#($0 + 1)"# }.joined(separator: ",")
    let added = (0..<40_000).map { #"{"id":\#($0 + 60_001),"content":"<x\#($0)>"}"# }.joined(separator: ",")
    let tokenizer = try load([
      "tokenizer.json": """
      {"added_tokens":[\(added)],"pre_tokenizer":{"type":"Whitespace"},\
      "model":{"type":"WordLevel","unk_token":"u","vocab":{"u":0,\(words)}}}
      """
    ])
    #expect(tokenizer.encode("w59999 <x39999>").ids == [60_000, 100_000])
    #expect(tokenizer.warnings.isEmpty)
  }

  @Test("white space that one added token swallows is not found again as another", arguments: [2, 3, 4])
  func swallowedTokens(count: Int) throws {
    let tokenizer = try load([
      "vocab.txt": "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n##b\n",
      "tokenizer_config.json": """
      {"added_tokens_decoder":{"6":{"content":"<x>","special":true,"rstrip":true},\
      "7":{"content":"  ","special":true,"lstrip":true}}}
      """,
    ])
    #expect(tokenizer.encode("a  <x>" + String(repeating: " ", count: count) + "a").ids == [2, 4, 7, 6, 4, 3])
  }
}
