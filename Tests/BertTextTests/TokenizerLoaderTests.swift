import BertStorage
import BertText
import Foundation
import Testing

/// Each rule of the tokenizer's files, and each way of breaking it.
@Suite("Loading tokenizers")
struct TokenizerLoaderTests {
  /// A tokenizer that loads; each test changes one place of it.
  static let valid = """
    {"version":"1.0","truncation":{"max_length":128,"strategy":"LongestFirst","stride":0},\
    "padding":{"strategy":{"Fixed":128},"direction":"Right","pad_to_multiple_of":null,"pad_id":0,"pad_type_id":0,"pad_token":"[PAD]"},\
    "added_tokens":[{"id":1,"special":true,"content":"[UNK]","single_word":false,"lstrip":false,"rstrip":false,"normalized":false}],\
    "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},\
    "pre_tokenizer":{"type":"BertPreTokenizer"},\
    "post_processor":{"type":"TemplateProcessing",\
    "single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],\
    "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],\
    "special_tokens":{"[CLS]":{"id":"[CLS]","ids":[2],"tokens":["[CLS]"]}}},\
    "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,\
    "vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"a":4,"##b":5}}}
    """

  private func load(_ files: [String: String]) throws -> any Tokenizer {
    try TemporaryDirectory.with(files.mapValues { Data($0.utf8) }) { try TokenizerLoader.load(directory: $0) }
  }

  /// The error that `valid` with one change throws, its file's name shortened to the last part.
  private func error(_ old: String, _ new: String) -> TokenizerError? {
    let changed = Self.valid.replacing(old, with: new)
    #expect(Array(changed.utf8) != Array(Self.valid.utf8), "\(old) is not in the tokenizer")
    return error(["tokenizer.json": Data(changed.utf8)])
  }

  private func error(_ files: [String: Data]) -> TokenizerError? {
    do {
      _ = try TemporaryDirectory.with(files) { try TokenizerLoader.load(directory: $0) }
      return nil
    } catch {
      return error as? TokenizerError
    }
  }

  private func isInvalidField(_ error: TokenizerError?, _ name: String) -> Bool {
    if case .invalidField(_, let field, _) = error { field == name } else { false }
  }

  @Test("the valid file loads; its truncation and padding do not act")
  func valid() throws {
    let tokenizer = try load(["tokenizer.json": Self.valid])
    #expect(tokenizer.encode("ab a").ids == [2, 4, 5, 4])
    #expect(tokenizer.encode("a", pair: "b", options: EncodingOptions()).ids == [4, 1])
    #expect(tokenizer.vocabularySize == 6 && tokenizer.padID == 0)
    #expect(tokenizer.declaredTruncation?.maxLength == 128 && tokenizer.declaredPadding?.length == 128)
    #expect(tokenizer.token(for: 5) == "##b" && tokenizer.token(for: 6) == nil && tokenizer.token(for: -1) == nil)
  }

  @Test("no files, or a directory in the place of one")
  func noFiles() throws {
    guard case .noTokenizerFiles = error([:]) else { return #expect(Bool(false), "an empty directory") }
    let nowhere = FileManager.default.temporaryDirectory.appendingPathComponent("no-such-\(UUID().uuidString)")
    #expect(throws: TokenizerError.noTokenizerFiles(directory: nowhere.path)) {
      _ = try TokenizerLoader.load(directory: nowhere)
    }
  }

  @Test(
    "unknown components are refused by name",
    arguments: [
      ("BertNormalizer", "Fancy", "normalizer"), ("BertPreTokenizer", "RandomChunks", "pre_tokenizer"),
      ("WordPiece", "WordLattice", "model"), ("TemplateProcessing", "Fancy", "post_processor"),
    ])
  func unknownComponent(old: String, new: String, section: String) {
    guard case .unsupportedComponent(_, let found, let type) = error(old, new) else {
      return #expect(Bool(false), "\(new) was taken")
    }
    #expect(found == section && type == new)
  }

  @Test("without a pre-tokenizer the whole text is one piece")
  func noPreTokenizer() throws {
    let text = Self.valid.replacing("{\"type\":\"BertPreTokenizer\"}", with: "null")
    #expect(try load(["tokenizer.json": text]).encode("ab a").ids == [2, 1])
    #expect(try load(["tokenizer.json": text]).encode("ab").ids == [2, 4, 5])
  }

  @Test(
    "broken JSON",
    arguments: [
      "{\"a\":}", "{\"a\":1}x", "\"\\q\"", "\"\\ud800\"", "\"\\u12\"", "nul]", "{\"a\" 1}", "-]", "\"a\nb\"",
      String(repeating: "[", count: 100_000),
    ])
  func brokenJSON(text: String) {
    guard case .invalidJSON = error(["tokenizer.json": Data(text.utf8)]) else { return #expect(Bool(false)) }
  }

  @Test("a document that is not an object")
  func notAnObject() {
    #expect(isInvalidField(error(["tokenizer.json": Data("[]".utf8)]), "the document"))
    #expect(isInvalidField(error(["tokenizer_config.json": Data("3".utf8)]), "the document"))
  }

  @Test(
    "malformed UTF-8",
    arguments: [
      [0x80], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xE2, 0x82],
    ])
  func malformedUTF8(bytes: [UInt8]) {
    let text = Data("[PAD]\n".utf8) + Data(bytes) + Data("\n".utf8)
    for name in ["vocab.txt", "tokenizer.json"] {
      guard case .invalidUTF8(_, 6) = error([name: text]) else { return #expect(Bool(false), "\(name)") }
    }
  }

  @Test("vocabulary rules of tokenizer.json")
  func vocabularyRules() {
    let file = "tokenizer.json"
    func named(_ error: TokenizerError?) -> TokenizerError? {
      switch error {
      case .emptyVocabulary: .emptyVocabulary(file: file)
      case .idOutOfRange(_, let token, let id): .idOutOfRange(file: file, token: token, id: id)
      case .missingSpecialToken(_, let role, let token): .missingSpecialToken(file: file, role: role, token: token)
      default: error
      }
    }
    let vocabulary = "{\"[PAD]\":0,\"[UNK]\":1,\"[CLS]\":2,\"[SEP]\":3,\"a\":4,\"##b\":5}"
    #expect(named(error(vocabulary, "{}")) == .emptyVocabulary(file: file))
    #expect(named(error("\"##b\":5", "\"##b\":-1")) == .idOutOfRange(file: file, token: "##b", id: -1))
    #expect(
      named(error("\"##b\":5", "\"##b\":99999999999")) == .idOutOfRange(file: file, token: "##b", id: 99_999_999_999))
    #expect(isInvalidField(error("\"##b\":5", "\"##b\":5.5"), "model.vocab"))
    #expect(isInvalidField(error("\"##b\":5", "\"##b\":\"5\""), "model.vocab"))
    #expect(isInvalidField(error(vocabulary, "[]"), "model.vocab"))
    #expect(
      named(error("\"unk_token\":\"[UNK]\"", "\"unk_token\":\"<unk>\""))
        == .missingSpecialToken(file: file, role: "unknown", token: "<unk>"))
    #expect(named(error("\"id\":1,", "\"id\":-4,")) == .idOutOfRange(file: file, token: "[UNK]", id: -4))
  }

  @Test("fields of tokenizer.json")
  func fields() {
    #expect(isInvalidField(error("\"lowercase\":true", "\"lowercase\":1"), "normalizer.lowercase"))
    #expect(isInvalidField(error("\"clean_text\":true,", ""), "normalizer.clean_text"))
    #expect(isInvalidField(error("\"strip_accents\":null", "\"strip_accents\":\"no\""), "normalizer.strip_accents"))
    #expect(
      isInvalidField(
        error("\"max_input_chars_per_word\":100", "\"max_input_chars_per_word\":0"), "model.max_input_chars_per_word"))
    #expect(isInvalidField(error("\"max_length\":128", "\"max_length\":-1"), "truncation.max_length"))
    #expect(isInvalidField(error("\"pad_id\":0", "\"pad_id\":\"0\""), "padding.pad_id"))
    #expect(isInvalidField(error("\"content\":\"[UNK]\",", ""), "added token 1"))
    #expect(isInvalidField(error("\"id\":\"B\"", "\"id\":\"C\""), "post_processor.pair"))
    guard
      case .missingSpecialToken(_, "template", "[CLS]") = error(
        "\"special_tokens\":{\"[CLS]\"", "\"special_tokens\":{\"[X]\"")
    else { return #expect(Bool(false)) }
  }

  @Test("failure links beyond all measure")
  func tooComplex() {
    // Each node of the long spelling would give out one piece for every byte before it.
    let long = String(repeating: "a", count: 6000) + "b"
    let changed = Self.valid.replacing("\"##b\":5", with: "\"##b\":5,\"##a\":6,\"\(long)\":7")
      .replacing("\"max_input_chars_per_word\":100", with: "\"max_input_chars_per_word\":10000")
    guard case .vocabularyTooComplex = error(["tokenizer.json": Data(changed.utf8)]) else {
      return #expect(Bool(false))
    }
  }

  #if os(Linux)
    @Test("a file that cannot be read")
    func unreadable() throws {
      try TemporaryDirectory.with([:]) { directory in
        // Permissions do not stop root; this file's first byte cannot be read by anyone.
        try FileManager.default.createSymbolicLink(
          atPath: directory.appendingPathComponent("vocab.txt").path, withDestinationPath: "/proc/self/mem")
        do {
          _ = try TokenizerLoader.load(directory: directory)
          Issue.record("it was read")
        } catch TokenizerError.unreadable {
        }
      }
    }
  #endif

  @Test("vocab.txt alone, with Windows line ends, and with a configuration")
  func vocabularyList() throws {
    let list = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nA\na\n##b\n漢"
    for text in [list, list + "\n", list.replacing("\n", with: "\r\n")] {
      let tokenizer = try load(["vocab.txt": text])
      #expect(tokenizer.encode("Ab [MASK]漢").ids == [2, 6, 7, 4, 8, 3])
      #expect(tokenizer.vocabularySize == 9)
    }
    let cased = try load(["vocab.txt": list, "tokenizer_config.json": "{\"do_lower_case\": false}"])
    #expect(cased.encode("Ab").ids == [2, 5, 7, 3])
    let renamed = try load([
      "vocab.txt": list.replacing("[CLS]", with: "<s>"),
      "special_tokens_map.json": "{\"cls_token\": {\"content\": \"<s>\", \"lstrip\": false}}",
    ])
    #expect(renamed.encode("<s>a", pair: "a", options: EncodingOptions()).ids == [2, 2, 6, 3, 6, 3])
  }

  @Test("vocabulary rules of vocab.txt")
  func vocabularyListRules() {
    func error(_ text: String) -> TokenizerError? { self.error(["vocab.txt": Data(text.utf8)]) }
    guard case .foreignFile(_, .empty) = error("") else { return #expect(Bool(false), "empty") }
    for (role, token) in [
      ("unknown", "[UNK]"), ("padding", "[PAD]"), ("classification", "[CLS]"), ("separator", "[SEP]"),
    ] {
      let text = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n".replacing(token + "\n", with: "x\n")
      guard case .missingSpecialToken(_, role, token) = error(text) else { return #expect(Bool(false), "\(token)") }
    }
  }

  @Test("canonically equivalent spellings stay two")
  func canonicalEquivalence() throws {
    let list = "[PAD]\n[UNK]\n[CLS]\n[SEP]\ne\u{301}\n\u{e9}\n"
    let tokenizer = try load(["vocab.txt": list, "tokenizer_config.json": "{\"do_lower_case\": false}"])
    #expect(tokenizer.encode("e\u{301} \u{e9}").ids == [2, 4, 5, 3])
    let json = Self.valid.replacing("\"a\":4,\"##b\":5", with: "\"e\\u0301\":4,\"\u{e9}\":5,\"##\u{e9}\":6")
      .replacing("\"lowercase\":true", with: "\"lowercase\":false")
    #expect(try load(["tokenizer.json": json]).encode("e\u{301} \u{e9}\u{e9}").ids == [2, 4, 5, 6])
  }

  @Test("the files that belong to a tokenizer")
  func files() throws {
    let names = try TemporaryDirectory.with([
      "tokenizer.json": Data(), "vocab.txt": Data(), "config.json": Data(), "model.safetensors": Data(),
      "tokenizer_config.json": Data(),
    ]) { TokenizerLoader.files(in: $0).map(\.lastPathComponent) }
    #expect(names == ["tokenizer.json", "tokenizer_config.json", "vocab.txt"])
  }

  @Test("ALBERT's published pieces are copied under the usual name, which counts where a file has it")
  func publishedPieces() throws {
    for names in [["30k-clean.model"], ["30k-clean.model", "spiece.model"]] {
      let contents = Dictionary(uniqueKeysWithValues: names.map { ($0, Data($0.utf8)) })
      let copied = try TemporaryDirectory.with(contents) { folder in
        TokenizerLoader.files(in: folder).map { ($0.lastPathComponent, TokenizerLoader.usualName(of: $0)) }
      }
      #expect(copied.map(\.0) == [names[names.count - 1]] && copied.map(\.1) == ["spiece.model"])
    }
  }

  @Test("errors say what is wrong in one line")
  func descriptions() {
    let file = "tokenizer.json"
    let errors: [TokenizerError] = [
      .noTokenizerFiles(directory: "d"), .unreadable(file: file, reason: "r"), .invalidUTF8(file: file, offset: 3),
      .invalidJSON(file: file, offset: 3, reason: "r"), .invalidField(file: file, field: "f", reason: "r"),
      .unsupportedComponent(file: file, section: "model", type: "BPE"), .emptyVocabulary(file: file),
      .foreignFile(file: file, .htmlPage), .truncatedJSON(file: file, length: 3),
      .nonFiniteNumber(file: file, line: 1, offset: 3, literal: "NaN"),
      .noVocabulary(directory: "d", name: "BertTokenizer", wanted: "vocab.txt"),
      .unsupportedClass(directory: "d", name: "n", reason: "r", remedy: "m"),
      .contradiction(file: file, first: "a", second: "b", remedy: "m"),
      .idOutOfRange(file: file, token: "a", id: -1), .missingSpecialToken(file: file, role: "unknown", token: "u"),
      .vocabularyTooComplex(file: file),
      .invalidModel(file: file, reason: "r"),
    ]
    #expect(Set(errors.map(\.description)).count == errors.count)
    #expect(errors.allSatisfy { !$0.description.contains("\n") && !$0.description.isEmpty })
  }
}
