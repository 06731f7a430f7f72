import BertStorage
import BertText
import Foundation
import Testing
import _TestSupport

/// Which tokens stay when the others are dropped, and what their files say then. That texts are cut as before is held
/// against transformers where students are tested.
@Suite struct PrunedVocabularyTests {
  private func pruned(
    _ files: [String: String], keeps: Set<Int32>, special: Set<String> = []
  ) throws -> (formerIDs: [Int32], files: [String: JSONValue], texts: [String: String]) {
    let scratch = try Scratch()
    for (name, text) in files { _ = try scratch.file(name, Data(text.utf8)) }
    let found = try PrunedVocabulary(scratch.url, keeps: keeps, special: special)
    var documents: [String: JSONValue] = [:], texts: [String: String] = [:]
    for file in found.files {
      texts[file.name] = String(decoding: file.contents, as: UTF8.self)
      if file.name.hasSuffix(".json") { documents[file.name] = try JSONValue(parsing: [UInt8](file.contents)) }
    }
    return (found.formerIDs, documents, texts)
  }

  @Test func aTokenOfPairsKeepsWhatItIsMergedFrom() throws {
    let found = try pruned(
      [
        "tokenizer.json": """
        {"added_tokens":[{"id":0,"content":"<s>","special":true}],
        "post_processor":{"type":"RobertaProcessing","sep":["<s>",0],"cls":["a",2]},
        "model":{"type":"BPE","unk_token":null,"vocab":{"<s>":0,"zz":1,"a":2,"b":3,"c":4,"bc":5,"ab":6,"cab":7,"abc":8},
        "merges":["z z","a b","b c",["ab","c"],"c ab"]}}
        """, "merges.txt": "a b\\n", "vocab.json": "{}",
      ], keeps: [8])
    #expect(found.formerIDs == [0, 2, 3, 4, 6, 8])
    let document = try #require(found.files["tokenizer.json"])
    #expect(
      document["model"]?["vocab"]?.members?.map { "\($0.key)=\($0.value.integer ?? -1)" }
        == ["<s>=0", "a=1", "b=2", "c=3", "ab=4", "abc=5"])
    #expect(document["model"]?["merges"]?.elements?.map(\.line) == [#""a b""#, #"["ab","c"]"#])
    #expect(document["post_processor"]?["cls"]?.elements?.last?.integer == 1)
    // tokenizer.json says it all.
    #expect(found.texts.keys.sorted() == ["tokenizer.json"])
  }

  @Test func unigramsKeepTheLeastScore() throws {
    let found = try pruned(
      [
        "tokenizer.json": """
        {"added_tokens":[],"padding":{"pad_id":7},"model":{"type":"Unigram","unk_id":1,"vocab":[["aaa",-3.0],["<unk>",0.0],
        ["▁",-2.0],["a",-3.0],["aa",-20.0],["ab",-4.0],["<0x0A>",-5.0],["<pad>",0.0],["bb",-6.0]]}}
        """
      ], keeps: [5, 7])
    #expect(found.formerIDs == [1, 2, 3, 4, 5, 6, 7])
    let document = try #require(found.files["tokenizer.json"])
    #expect(document["model"]?["unk_id"]?.integer == 0 && document["padding"]?["pad_id"]?.integer == 6)
    #expect(document["model"]?["vocab"]?.elements?.count == 7)
  }

  @Test func aListOfWordsKeepsItsPartsAndItsSettings() throws {
    let found = try pruned(
      [
        "vocab.txt": "[PAD]\n[unused0]\n[UNK]\n[CLS]\n[SEP]\nword\nother\na\n##b\n##ing\n",
        "tokenizer_config.json": #"{"added_tokens_decoder":{"0":{"content":"[PAD]"},"2":{"content":"[UNK]"}}}"#,
        "special_tokens_map.json": #"{"pad_token":"[PAD]"}"#,
      ], keeps: [5], special: ["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    #expect(found.formerIDs == [0, 2, 3, 4, 5, 7, 8])
    #expect(found.texts["vocab.txt"] == "[PAD]\n[UNK]\n[CLS]\n[SEP]\nword\na\n##b\n")
    #expect(
      found.files["tokenizer_config.json"]?["added_tokens_decoder"]?.members?.map(\.key) == ["0", "1"])
    #expect(found.texts["special_tokens_map.json"] == #"{"pad_token":"[PAD]"}"#)
  }

  @Test func whatCannotBeTakenApartIsRefused() throws {
    #expect(throws: TokenizerError.self) { try pruned(["spiece.model": "x"], keeps: []) }
    #expect(throws: TokenizerError.self) {
      try pruned(["tokenizer.json": #"{"model":{"type":"Other","vocab":{"a":0}}}"#], keeps: [])
    }
  }

  /// A file's tokenizer may have been made without a look at these ids, where other files declare the added tokens.
  @Test(arguments: [#""vocab":{"a":0,"b":1099511627776}"#, #""vocab":{"a":0,"b":-1}"#, #""vocab":{"a":0,"b":1}"#])
  func idsOutOfRangeAreRefused(vocabulary: String) {
    let added = vocabulary.hasSuffix(":1}") ? #"{"id":1099511627776,"content":"<s>"}"# : ""
    let error = #expect(throws: TokenizerError.self) {
      try pruned(
        [
          "tokenizer.json": #"{"added_tokens":[\#(added)],"model":{"type":"WordLevel","unk_token":"a",\#(vocabulary)}}"#
        ],
        keeps: [])
    }
    guard case .idOutOfRange = error else { return #expect(Bool(false), "\(String(describing: error))") }
  }
}
