import BertText
import Foundation
import Testing
import _TestSupport

/// Components and vocabularies against the figures of Scripts/golden/tokenizer_components.py.
@Suite("Components and vocabularies as the reference takes them")
struct TokenizerComponentTests {
  /// What the script wrote.
  struct Figures: Decodable {
    struct Window: Decodable {
      var ids: [Int32]
      var types: [Int32]
      var mask: [Int]
    }
    struct Text: Decodable {
      var text: String
      var pair: String?
      var special: Bool?
      /// Whether the reference fails, and not before it meets this text.
      var fails: Bool?
      var length: Int?
      var stride: Int?
      var ids: [Int32]
      var types: [Int32]
      var tokens: [String]
      var offsets: [[Int]]
      var mask: [Int]
      var windows: [Window]?
    }
    struct Case: Decodable {
      var name: String
      /// The whole `tokenizer.json`.
      var tokenizer: String
      var texts: [Text]
    }
    struct List: Decodable {
      var name: String
      /// The bytes of `vocab.txt`.
      var list: [UInt8]
      var texts: [Text]
    }
    var cases: [Case]
    var lists: [List]
    /// Runs of scalars: the last one and its class, -1 for none.
    var scripts: [[Int]]
  }

  private static let figures = Result {
    try Golden.load(Figures.self, "tokenizer-components.json", target: GoldenFigures.target)
  }

  private func load(_ files: [String: Data]) throws -> any Tokenizer {
    try TemporaryDirectory.with(files) { try TokenizerLoader.load(directory: $0) }
  }

  private func check(_ text: Figures.Text, _ tokenizer: any Tokenizer, _ name: String) {
    let name: Comment = "\(name): \(text.text.debugDescription), \(text.pair ?? "-"), \(text.length ?? -1)"
    var options = EncodingOptions(maxLength: text.length, stride: text.stride ?? 0)
    options.addSpecialTokens = text.special ?? true
    let encoding = tokenizer.encode(text.text, pair: text.pair, options: options)
    #expect((encoding.fault != nil) == (text.fails ?? false), name)
    #expect(encoding.ids == text.ids, name)
    #expect(encoding.typeIDs == text.types, name)
    #expect(encoding.tokens.map { Array($0.utf8) } == text.tokens.map { Array($0.utf8) }, name)
    #expect(encoding.offsets.map { [$0.lowerBound, $0.upperBound] } == text.offsets, name)
    #expect(encoding.specialTokensMask.map { $0 ? 1 : 0 } == text.mask, name)
    let plain = tokenizer.encodeIDs(text.text, pair: text.pair, options: options)
    #expect(plain.ids == text.ids && plain.typeIDs == text.types && plain.fault == encoding.fault, name)
    if let fault = encoding.fault {
      let windows = tokenizer.encodeWindows(text.text, pair: text.pair, options: options)
      #expect(windows.map(\.fault) == [fault] && windows[0].ids.isEmpty, name)
    }
    guard let windows = text.windows else { return }
    let found = tokenizer.encodeWindows(text.text, pair: text.pair, options: options).dropFirst()
    #expect(found.map(\.ids) == windows.map(\.ids), name)
    #expect(found.map(\.typeIDs) == windows.map(\.types), name)
    #expect(found.map { $0.specialTokensMask.map { $0 ? 1 : 0 } } == windows.map(\.mask), name)
  }

  @Test("every component, shared ids, repeated words, chains of post-processors")
  func components() throws {
    let cases = try Self.figures.get().cases
    #expect(cases.count > 50)
    for item in cases {
      let tokenizer = try load(["tokenizer.json": Data(item.tokenizer.utf8)])
      for text in item.texts { check(text, tokenizer, item.name) }
    }
  }

  @Test("vocab.txt line by line")
  func lists() throws {
    let lists = try Self.figures.get().lists
    #expect(lists.count > 12)
    for item in lists {
      let tokenizer = try load(["vocab.txt": Data(item.list)])
      for text in item.texts { check(text, tokenizer, item.name) }
    }
  }

  @Test("the script of every Unicode scalar")
  func scripts() throws {
    var first: UInt32 = 0
    var codes: [Int: Int32] = [:]
    for run in try Self.figures.get().scripts {
      for scalar in first...UInt32(run[0]) where !(0xD800..<0xE000).contains(scalar) {
        let script = ReferenceScript(of: scalar)
        guard run[1] >= 0 else {
          #expect(script == nil, "\(String(scalar, radix: 16))")
          continue
        }
        let code = codes[run[1]] ?? script?.code ?? -1
        codes[run[1]] = code
        if script?.code != code { Issue.record("\(String(scalar, radix: 16)): \(String(describing: script))") }
      }
      first = UInt32(run[0]) + 1
    }
    #expect(first == 0x110000)
    #expect(Set(codes.values).count == codes.count && codes.count > 130, "two classes are one script")
  }

  @Test("what is odd about a vocabulary is told")
  func warnings() throws {
    let base = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n"
    func warnings(_ list: String) throws -> [String] { try load(["vocab.txt": Data(list.utf8)]).warnings }
    #expect(try warnings(base + "a\nb \n") == [])
    let repeated = try warnings(base + "a\nb\na\n")
    #expect(repeated.count == 1 && repeated[0].contains("\"a\" (id 7, not 5)"))
    let blank = try warnings(base + "a\n\n\nb\n")
    #expect(blank.count == 1 && blank[0].contains("2 lines are blank") && blank[0].contains("line 7"))
    let json = #"{"model":{"type":"WordLevel","unk_token":"u","vocab":{"u":0,"a":1,"b":1,"u":2}}}"#
    let shared = try load(["tokenizer.json": Data(json.utf8)]).warnings
    #expect(shared.count == 2 && shared[0].contains("\"u\" (id 2, not 0)") && shared[1].contains("\"a\" (id 1)"))
    let alone = try TemporaryDirectory.with(["tokenizer.json": Data(json.utf8)]) {
      try TokenizerLoader.asWritten($0.appendingPathComponent("tokenizer.json")).warnings
    }
    #expect(alone.count == 2 && alone[0].contains("\"u\" (id 2, not 0)") && alone[1].contains("\"a\" (id 1)"))
  }

  @Test("a byte order mark is no part of the first word")
  func byteOrderMark() throws {
    let list = "\u{FEFF}[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n"
    let tokenizer = try load(["vocab.txt": Data(list.utf8)])
    #expect(tokenizer.padID == 0 && tokenizer.encode("[PAD] a").ids == [2, 0, 5, 3])
    #expect(tokenizer.warnings.count == 1 && tokenizer.vocabularySize == 6)
  }

  @Test("a text that cannot be encoded has a fault that names the cause")
  func faults() throws {
    let word = try load([
      "tokenizer.json": Data(#"{"model":{"type":"WordLevel","unk_token":"u","vocab":{"a":0}}}"#.utf8)
    ])
    #expect(word.warnings.count == 1 && word.warnings[0].contains("'u'"))
    #expect(word.encode("a").fault == nil && word.encode("a").ids == [0])
    let unknown = word.encodeIDs("b")
    #expect(unknown.fault == .unknownWord("b", unknownToken: "u") && unknown.ids.isEmpty)
    #expect(word.encode("a").fault == nil, "a fault stays with its text")
    let chain = #"{"type":"Sequence","processors":[\#(Self.bare),\#(Self.bare)]}"#
    let pairs = try load([
      "tokenizer.json": Data(
        #"{"model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}},"post_processor":\#(chain)}"#.utf8)
    ])
    #expect(pairs.warnings.count == 1 && pairs.warnings[0].contains("pairs"))
    #expect(pairs.encode("a").ids == [0])
    #expect(pairs.encode("a", pair: "a", options: EncodingOptions()).fault == .notLaidOut(parts: 3, isPair: true))
    #expect("\(EncodingFault.notLaidOut(parts: 3, isPair: true))".contains("pair"))
  }

  @Test(
    "what the reference cannot run is refused",
    arguments: [
      (#"{"type":"WordLevel","vocab":{"a":0}}"#, "null", "null"),
      (#"{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}"#, #"{"type":"FixedLength","length":0}"#, "null"),
      (#"{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}"#, #"{"type":"FixedLength","length":1.5}"#, "null"),
      (
        #"{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}"#, "null",
        #"{"type":"Sequence","processors":[\#(Self.template),\#(Self.template)]}"#
      ),
      (
        #"{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}"#, "null",
        #"{"type":"Sequence","processors":[\#(Self.bert),\#(Self.retyping)]}"#
      ),
      (
        #"{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}"#, "null",
        #"{"type":"TemplateProcessing","single":[{"Sequence":{"id":"B","type_id":0}}],"pair":[],"special_tokens":{}}"#
      ),
      (
        #"{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}"#, "null",
        #"{"type":"TemplateProcessing","single":[\#(Array(repeating: Self.first, count: 5).joined(separator: ","))],"pair":[],"special_tokens":{}}"#
      ),
    ])
  func refused(model: String, preTokenizer: String, postProcessor: String) {
    #expect(throws: TokenizerError.self) {
      try load([
        "tokenizer.json": Data(
          #"{"model":\#(model),"pre_tokenizer":\#(preTokenizer),"post_processor":\#(postProcessor)}"#.utf8)
      ])
    }
  }

  @Test(
    "normalizers and pre-tokenizers that contradict themselves are refused",
    arguments: [
      (#"{"type":"Replace","pattern":{"String":""},"content":"x"}"#, "null", "normalizer.pattern"),
      (
        "null", #"{"type":"Metaspace","replacement":"_","add_prefix_space":false,"prepend_scheme":"always"}"#,
        "pre_tokenizer.add_prefix_space"
      ),
      (
        "null", #"{"type":"Split","pattern":{"String":""},"behavior":"Isolated","invert":false}"#,
        "pre_tokenizer.pattern"
      ),
      (
        "null", #"{"type":"Split","pattern":{"Regex":"\\X"},"behavior":"Isolated","invert":false}"#,
        "pre_tokenizer.pattern"
      ),
      (#"{"type":"Replace","pattern":{"Regex":"[[:alpha:]]+"},"content":"x"}"#, "null", "normalizer.pattern"),
    ])
  func contradictions(normalizer: String, preTokenizer: String, field: String) {
    #expect {
      try load([
        "tokenizer.json": Data(
          #"{"model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}},"normalizer":\#(normalizer),"pre_tokenizer":\#(preTokenizer)}"#
            .utf8)
      ])
    } throws: { error in
      if case TokenizerError.invalidField(_, field, _) = error { true } else { false }
    }
  }

  @Test("merges that are left out at random are refused", arguments: [(0.1, false), (0, true)])
  func dropout(share: Double, isTaken: Bool) throws {
    let model = #"{"type":"BPE","dropout":\#(share),"vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}"#
    let file = ["tokenizer.json": Data(#"{"model":\#(model)}"#.utf8)]
    guard isTaken else {
      #expect {
        try load(file)
      } throws: { error in
        if case TokenizerError.invalidField(_, "model.dropout", _) = error { true } else { false }
      }
      return
    }
    #expect(try load(file).encode("ab").ids == [2])
  }

  private static let first = #"{"Sequence":{"id":"A","type_id":0}}"#
  private static let token = #"{"SpecialToken":{"id":"x","type_id":0}}"#
  /// Leaves three parts of a pair.
  private static let bare =
    #"{"type":"TemplateProcessing","single":[\#(first)],"pair":[\#(first),\#(first),\#(first)],"special_tokens":{}}"#
  private static let bert = #"{"type":"BertProcessing","cls":["a",0],"sep":["a",0]}"#
  /// Gives a text the type 1.
  private static let retyping =
    #"{"type":"TemplateProcessing","single":[{"Sequence":{"id":"A","type_id":1}}],"pair":[],"special_tokens":{}}"#
  private static let template = """
    {"type":"TemplateProcessing","single":[\(token),\(first),\(token)],"pair":[\(first)],\
    "special_tokens":{"x":{"id":"x","ids":[0],"tokens":["a"]}}}
    """
}
