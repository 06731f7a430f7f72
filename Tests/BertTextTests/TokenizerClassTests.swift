import BertText
import Foundation
import Testing
import _TestSupport

/// What AutoTokenizer of transformers makes of small directories; figures from Scripts/golden/tokenizer_classes.py.
@Suite("Tokenizer classes")
struct TokenizerClassTests {
  private struct Golden: Decodable {
    struct Item: Decodable {
      var text: String
      var pair: String?
      var special: Bool?
      var length: Int?
    }

    struct Case: Decodable {
      var name: String
      var className: String
      var types: Bool
      var truncationSide: String
      var paddingSide: String
      var maximumLength: Int?
      var size: Int
      var files: [String: String]
      var ids: [[Int32]]
      var digests: [String]
    }

    var items: [Item]
    var models: [String: String]
    var cases: [Case]

    static let loaded = Result {
      try _TestSupport.Golden.load(Golden.self, "tokenizer-classes.json", target: GoldenFigures.target)
    }
  }

  private func load(_ files: [String: Data]) throws -> PretrainedTokenizer {
    try TemporaryDirectory.with(files) { try TokenizerLoader.pretrained(directory: $0) }
  }

  private func load(_ files: [String: String]) throws -> PretrainedTokenizer {
    try load(files.mapValues { Data($0.utf8) })
  }

  private func error(_ files: [String: String]) -> TokenizerError? {
    do {
      _ = try load(files)
      return nil
    } catch {
      return error as? TokenizerError
    }
  }

  /// The script's digest of all that an encoding holds.
  private static func digest(_ encoding: Encoding) -> String {
    var digest = GoldenFigures.Digest()
    digest.add(encoding.ids.count)
    for id in encoding.ids { digest.add(Int(id)) }
    for type in encoding.typeIDs { digest.add(Int(type)) }
    for offset in encoding.offsets { digest.add(offset.lowerBound) }
    for offset in encoding.offsets { digest.add(offset.upperBound) }
    for isSpecial in encoding.specialTokensMask { digest.add(isSpecial ? 1 : 0) }
    for token in encoding.tokens {
      digest.add(token.utf8.count)
      for byte in token.utf8 { digest.add(Int(byte)) }
    }
    return digest.text
  }

  @Test("ids, types, tokens, offsets and masks of every class and option")
  func agreement() throws {
    let golden = try Golden.loaded.get()
    #expect(golden.cases.count >= 60 && golden.items.count > 50)
    for item in golden.cases {
      let pretrained = try load(
        item.files.mapValues { content in
          golden.models[content].flatMap { Data(base64Encoded: $0) } ?? Data(content.utf8)
        })
      #expect(pretrained.className == item.className, "\(item.name)")
      #expect(pretrained.givesTokenTypes == item.types, "\(item.name)")
      #expect(pretrained.truncationSide.rawValue.lowercased() == item.truncationSide, "\(item.name)")
      #expect(pretrained.paddingSide.rawValue.lowercased() == item.paddingSide, "\(item.name)")
      #expect(pretrained.maximumLength == item.maximumLength, "\(item.name)")
      #expect(pretrained.tokenizer.vocabularySize == item.size, "\(item.name)")
      for (place, asked) in golden.items.enumerated() {
        let options = EncodingOptions(
          maxLength: asked.length, addSpecialTokens: asked.special ?? true, truncationSide: pretrained.truncationSide)
        let name: Comment = "\(item.name): \(asked.text.debugDescription), \(asked.pair ?? "no pair")"
        let encoding = pretrained.tokenizer.encode(asked.text, pair: asked.pair, options: options)
        #expect(encoding.ids == item.ids[place], name)
        #expect(Self.digest(encoding) == item.digests[place], name)
        let fast = pretrained.tokenizer.encodeIDs(asked.text, pair: asked.pair, options: options)
        #expect(fast.ids == encoding.ids && fast.typeIDs == encoding.typeIDs, name)
      }
    }
  }

  private static let list = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nA\na\n##b\n"

  @Test(
    "classes that are not built are refused by name",
    arguments: [
      ("BertJapaneseTokenizer", "bert"), ("BertweetTokenizer", "roberta"), ("PhobertTokenizer", "roberta"),
      ("FlaubertTokenizer", "flaubert"), ("HerbertTokenizerFast", "bert"), ("RoFormerTokenizerFast", "roformer"),
      ("CanineTokenizer", "canine"), ("MBartTokenizer", "mbart"), ("NllbTokenizerFast", "m2m_100"),
    ])
  func unbuilt(name: String, type: String) {
    let found = error([
      "vocab.txt": Self.list, "config.json": "{\"model_type\": \"\(type)\"}",
      "tokenizer_config.json": "{\"tokenizer_class\": \"\(name)\"}",
      "tokenizer.json": TokenizerLoaderTests.valid,
    ])
    guard case .unsupportedClass(_, let refused, _, let remedy) = found else {
      return #expect(Bool(false), "\(String(describing: found))")
    }
    #expect(name.hasPrefix(refused) && !remedy.isEmpty)
  }

  @Test("an architecture decides where no class is named")
  func byArchitecture() {
    guard
      case .unsupportedClass(_, "XLMTokenizer", _, _) = error([
        "vocab.txt": Self.list, "config.json": "{\"model_type\": \"xlm\"}",
      ])
    else { return #expect(Bool(false)) }
    guard
      case .noVocabulary(_, "AlbertTokenizer", "spiece.model") = error([
        "vocab.txt": Self.list, "config.json": "{\"model_type\": \"albert\"}",
      ])
    else { return #expect(Bool(false)) }
  }

  @Test("a piece of a SentencePiece model that is not UTF-8 is named")
  func pieceThatIsNotUTF8() throws {
    // ModelProto.pieces: "a", then the byte FF.
    let model = Data([0x0A, 0x03, 0x0A, 0x01, 0x61, 0x0A, 0x03, 0x0A, 0x01, 0xFF])
    let configuration = Data(#"{"tokenizer_class": "XLMRobertaTokenizer"}"#.utf8)
    let found = #expect(throws: TokenizerError.self) {
      try TemporaryDirectory.with(["sentencepiece.bpe.model": model, "tokenizer_config.json": configuration]) {
        try TokenizerLoader.load(directory: $0)
      }
    }
    guard case .invalidModel(_, "its piece 1 is not UTF-8") = found else {
      return #expect(Bool(false), "\(String(describing: found))")
    }
  }

  @Test("code of another package is not run")
  func foreignCode() throws {
    let map = "\"auto_map\": {\"AutoTokenizer\": [\"tokens.SomeTokenizer\", null]}"
    guard
      case .unsupportedClass(_, "tokens.SomeTokenizer", _, _) = error([
        "tokenizer.json": TokenizerLoaderTests.valid, "tokenizer_config.json": "{\(map)}",
      ])
    else { return #expect(Bool(false)) }
    let known = try load([
      "vocab.txt": Self.list, "tokenizer_config.json": "{\"tokenizer_class\": \"BertTokenizer\", \(map)}",
    ])
    #expect(known.className == "BertTokenizer" && known.warnings.count == 1)
  }

  @Test("a class beside a model of another kind")
  func contradiction() {
    for name in ["XLMRobertaTokenizer", "RobertaTokenizerFast"] {
      guard
        case .contradiction = error([
          "tokenizer.json": TokenizerLoaderTests.valid, "tokenizer_config.json": "{\"tokenizer_class\": \"\(name)\"}",
        ])
      else { return #expect(Bool(false), "\(name)") }
    }
  }

  @Test(
    "options that have a wrong value",
    arguments: [
      "\"do_lower_case\": 1", "\"strip_accents\": \"no\"", "\"model_input_names\": 3", "\"truncation_side\": \"up\"",
      "\"cls_token\": 5", "\"added_tokens_decoder\": []", "\"additional_special_tokens\": [3]",
      "\"added_tokens_decoder\": {\"x\": {\"content\": \"y\"}}",
    ])
  func options(option: String) {
    guard
      case .invalidField = error([
        "vocab.txt": Self.list, "tokenizer_config.json": "{\"tokenizer_class\": \"BertTokenizer\", \(option)}",
      ])
    else { return #expect(Bool(false)) }
  }

  @Test("decisions name what decides, and a contradicted case of letters is told")
  func decisions() throws {
    let pretrained = try load([
      "tokenizer.json": TokenizerLoaderTests.valid, "config.json": "{\"model_type\": \"bert\"}",
      "tokenizer_config.json": "{\"do_lower_case\": false}",
    ])
    func reason(_ subject: String) -> String? {
      pretrained.decisions.first { $0.subject == subject }.map { "\($0.value): \($0.reason)" }
    }
    #expect(reason("tokenizer class") == "BertTokenizer: model_type \"bert\" of config.json")
    #expect(reason("lower case") == "no: do_lower_case of tokenizer_config.json over tokenizer.json")
    #expect(reason("token types") == "yes: BertTokenizer's default")
    #expect(pretrained.warnings.count == 1 && pretrained.warnings[0].contains("lower case"))
  }

  @Test("an added token's id follows the vocabulary, then the next free one")
  func addedIDs() throws {
    let renamed = try load([
      "tokenizer.json": TokenizerLoaderTests.valid.replacing("\"id\":1,", with: "\"id\":3,")
    ])
    #expect(renamed.tokenizer.encode("[UNK]").ids == [2, 1] && renamed.warnings.count == 1)
    let new = try load([
      "tokenizer.json": TokenizerLoaderTests.valid.replacing("\"content\":\"[UNK]\"", with: "\"content\":\"new\"")
    ])
    #expect(new.tokenizer.encode("new").ids == [2, 6] && new.tokenizer.vocabularySize == 7)
  }
}
