import BertText
import Foundation
import Testing

/// The ways to a tokenizer that is not BERT's, and each way of breaking its files.
@Suite("Loading pipelines")
struct PipelineLoadingTests {
  /// A byte-level BPE with one merge; each test changes one place of it.
  static let valid = """
    {"added_tokens":[],"normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Replace",\
    "pattern":{"Regex":"x+"},"content":"x"}]},\
    "pre_tokenizer":{"type":"Split","pattern":{"Regex":"\\\\s"},"behavior":"Isolated","invert":false},\
    "post_processor":{"type":"RobertaProcessing","sep":["</s>",1],"cls":["<s>",0],"trim_offsets":true,"add_prefix_space":false},\
    "model":{"type":"BPE","unk_token":"<unk>","vocab":{"<s>":0,"</s>":1,"<unk>":2,"a":3,"b":4,"ab":5,"x":6},"merges":["a b"]}}
    """
  static let unigram = """
    {"normalizer":null,"pre_tokenizer":{"type":"Metaspace","replacement":"▁","add_prefix_space":true},"post_processor":null,\
    "model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["▁",-2.5],["a",-1e0],["▁a",-3]]}}
    """

  private func load(_ text: String) throws -> any Tokenizer {
    try TemporaryDirectory.with(["tokenizer.json": Data(text.utf8)]) { try TokenizerLoader.load(directory: $0) }
  }

  private func error(_ text: String, _ old: String, _ new: String) -> TokenizerError? {
    let changed = text.replacing(old, with: new)
    #expect(changed != text, "\(old) is not in the tokenizer")
    do {
      _ = try load(changed)
      return nil
    } catch {
      return error as? TokenizerError
    }
  }

  @Test("the valid files load")
  func valid() throws {
    let tokenizer = try load(Self.valid)
    // White space is unknown to this vocabulary.
    #expect(tokenizer.encode("ab xxxb").ids == [0, 5, 2, 6, 4, 1])
    #expect(tokenizer.encode("ab xxxb").offsets == [0..<0, 0..<2, 2..<3, 5..<6, 6..<7, 0..<0])
    #expect(tokenizer.encode("a", pair: "b", options: EncodingOptions()).ids == [0, 3, 1, 1, 4, 1])
    #expect(tokenizer.padID == 2 && tokenizer.vocabularySize == 7)
    let unigram = try load(Self.unigram)
    #expect(unigram.encode("a aa").ids == [3, 3, 2])
    #expect(unigram.encode("é").tokens == ["▁", "é"] && unigram.encode("é").ids == [1, 0])
  }

  @Test(
    "fields that are wrong are named",
    arguments: [
      ("\"x+\"", "\"x{1,2}+\"", "normalizer.pattern"), ("\"x+\"", "\"(\"", "normalizer.pattern"),
      ("{\"Regex\":\"x+\"}", "{\"Glob\":\"x\"}", "normalizer.pattern"),
      ("\"content\":\"x\"", "\"content\":1", "normalizer.content"),
      ("\"Isolated\"", "\"Sideways\"", "pre_tokenizer.behavior"),
      ("\"invert\":false", "\"invert\":0", "pre_tokenizer.invert"),
      ("[\"a b\"]", "[\"a b c\"]", "model.merges"), ("[\"a b\"]", "[[\"a\"]]", "model.merges"),
      ("[\"a b\"]", "7", "model.merges"),
      ("[\"a b\"]", "[\"b a\"]", "merge 0"), ("[\"<s>\",0]", "[\"<s>\"]", "post_processor.cls"),
      ("\"trim_offsets\":true", "\"trim_offsets\":\"yes\"", "post_processor.trim_offsets"),
    ])
  func fields(old: String, new: String, field: String) {
    guard case .invalidField(_, field, _) = error(Self.valid, old, new) else {
      return #expect(Bool(false), "\(new): \(String(describing: error(Self.valid, old, new)))")
    }
  }

  @Test("rules of a unigram vocabulary")
  func unigramRules() {
    func isField(_ error: TokenizerError?, _ name: String) -> Bool {
      if case .invalidField(_, name, _) = error { true } else { false }
    }
    #expect(isField(error(Self.unigram, "[\"▁\",-2.5]", "[\"▁\"]"), "model.vocab"))
    #expect(isField(error(Self.unigram, "\"unk_id\":0", "\"unk_id\":4"), "model.unk_id"))
    #expect(isField(error(Self.unigram, "\"replacement\":\"▁\"", "\"replacement\":\"\""), "pre_tokenizer.replacement"))
    #expect(
      isField(
        error(
          Self.unigram, "\"normalizer\":null",
          "\"normalizer\":{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}"),
        "normalizer.precompiled_charsmap"))
    guard case .missingSpecialToken = error(Self.unigram, "\"unk_id\":0", "\"unk_id\":null") else {
      return #expect(Bool(false), "no unknown token")
    }
  }

  @Test(
    "unknown components are refused by name",
    arguments: [
      ("\"NFC\"", "normalizer"), ("\"Split\"", "pre_tokenizer"), ("\"BPE\"", "model"),
      ("\"RobertaProcessing\"", "post_processor"),
    ])
  func unknown(old: String, section: String) {
    #expect(
      {
        guard case .unsupportedComponent(_, section, "Fancy") = error(Self.valid, old, "\"Fancy\"") else {
          return false
        }
        return true
      }())
  }

  @Test("vocab.json and merges.txt")
  func merges() throws {
    let vocabulary = #"{"<|endoftext|>": 0, "a": 1, "b": 2, "Ġ": 3, "ab": 4, "Ġa": 5, "Ã": 6, "©": 7}"#
    let merges = "#version: 0.2\na b\nĠ a\n"
    let tokenizer = try TemporaryDirectory.with(["vocab.json": Data(vocabulary.utf8), "merges.txt": Data(merges.utf8)])
    {
      try TokenizerLoader.load(directory: $0)
    }
    #expect(tokenizer.encode("ab a  bé<|endoftext|>").ids == [4, 5, 3, 3, 2, 6, 7, 0])
    #expect(throws: TokenizerError.self) {
      try TemporaryDirectory.with(["vocab.json": Data(vocabulary.utf8), "merges.txt": Data("a b c".utf8)]) {
        try TokenizerLoader.load(directory: $0)
      }
    }
  }

  @Test("hostile charsmaps, patterns and texts end", .timeLimit(.minutes(1)))
  func hostile() throws {
    // A trie whose every unit leads somewhere else.
    var map: [UInt8] = [0, 16, 0, 0]
    for index in 0..<4096 { map.append(UInt8(truncatingIfNeeded: index &* 167 &+ 13)) }
    let encoded = Data(map + [0, 1, 2, 0]).base64EncodedString()
    let text = Self.unigram.replacing(
      "\"normalizer\":null", with: "\"normalizer\":{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"\(encoded)\"}")
    if let tokenizer = try? load(text) {
      _ = tokenizer.encode("aé\u{301}漢👩‍👩‍👧 \u{0}".padding(toLength: 400, withPad: "aé漢", startingAt: 0))
    }
    let long = String(repeating: "a", count: 200_000)
    #expect(try load(Self.valid).encodeIDs(long + "b").ids.count == 200_002)
    #expect(try load(Self.unigram).encodeIDs(long).ids.count == 200_000)
    let wild = Self.valid.replacing("\"x+\"", with: "\"(a+)+c\"")
    _ = try load(wild).encodeIDs(String(repeating: "a", count: 40))
  }

  @Test("padded batches")
  func padding() throws {
    let tokenizer = try load(Self.valid)
    let encodings = ["ab", "a b x"].map { tokenizer.encodeIDs($0) }
    let right = PaddedBatch(encodings, padding: PaddingOptions(id: 9, typeID: 3))
    #expect(right.length == 7 && right.sequenceCount == 2)
    #expect(right.ids == [0, 5, 1, 9, 9, 9, 9] + encodings[1].ids)
    #expect(right.attentionMask == [1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1])
    #expect(right.typeIDs.prefix(7) == [0, 0, 0, 3, 3, 3, 3])
    let left = PaddedBatch([encodings[0]], padding: PaddingOptions(length: 4, side: .left, multiple: 8, id: 9))
    #expect(left.ids == [9, 9, 9, 9, 9, 0, 5, 1] && left.attentionMask == [0, 0, 0, 0, 0, 1, 1, 1])
  }
}
