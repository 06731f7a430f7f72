import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

/// A bundle of each architecture, from an encoder without a head, is what transformers loads with equal logits.
@Suite struct FamilyBundleTests {
  static let names = [
    "distilbert", "roberta", "camembert", "xlm-roberta", "electra", "albert", "albert-groups", "mpnet", "gpt2", "xlnet",
    "modernbert", "deberta", "deberta-apart",
    "gte-scaled", "nomic-bert", "eurobert",
  ]

  struct Sequence: Codable {
    var ids: [Int32]
    var types: [Int32]?
  }
  private struct Answer: Decodable {
    let logits: [[Float]]
    let `class`: String
    let missing: [String]
    let unexpected: [String]
  }

  @Test(.enabled(if: Oracle.isAvailable)) func transformersGivesTheSameLogits() throws {
    var models: [TinyModel] = []
    defer { for model in models { model.remove() } }
    var sequences: [String: [Sequence]] = [:]
    for name in Self.names {
      // Groups of layers that do not divide evenly have no features; see MeanPoolingTests.
      for method in name == "albert-groups" ? [TrainingMethod.finetune] : [.finetune, .features] {
        let tiny = try TinyModel()
        models.append(tiny)
        try Self.replaceEncoder(of: tiny, by: name)
        var options = TinyModel.options()
        options.method = method
        options.epochs = 1
        _ = try TrainingSession(tiny.job(options, data: TinyModel.data(48))).run()
        let configuration = try PretrainedModel(at: tiny.output).configuration
        sequences[tiny.output.path] = Self.sequences(configuration)
      }
    }
    let file = models[0].root.appendingPathComponent("sequences.json")
    try JSONEncoder().encode(sequences).write(to: file)
    let output = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/directory_logits.py"),
      arguments: [file.path] + models.map(\.output.path))
    let answers = try JSONDecoder().decode([String: Answer].self, from: Data(output.utf8))
    for model in models {
      let answer = try #require(answers[model.output.path])
      try expect(model.output, gives: answer, for: sequences[model.output.path] ?? [])
    }
  }

  private func expect(_ bundle: URL, gives answer: Answer, for sequences: [Sequence]) throws {
    let directory = try PretrainedModel(at: bundle)
    let name = directory.configuration.modelType
    #expect(answer.class == directory.configuration.architecture.classifierClassName)
    // XLNet's second stream begins with a vector that classification never reads.
    #expect(answer.missing == (name == "xlnet" ? ["transformer.mask_emb"] : []), "\(name)")
    #expect(answer.unexpected == [], "\(name)")
    let model = try SequenceClassifier(
      checkpoint: directory.checkpoint, configuration: directory.configuration, classes: 3, seed: 0)
    #expect(model.freshParameters.isEmpty)
    let batch = TokenBatch(sequences.map { Encoding(ids: $0.ids, typeIDs: $0.types ?? $0.ids.map { _ in 0 }) })
    let logits = model.logits(batch, compute: Compute(threads: 2))
    for (row, expected) in answer.logits.enumerated() {
      for (column, value) in expected.enumerated() {
        // The logits of features may be in the hundreds where the random encoder's vectors hardly differ.
        let difference = abs(logits[row, column] - value)
        #expect(difference < 1e-4 * max(1, abs(value)), "\(name): sequence \(row): \(difference) of \(value)")
      }
    }
  }

  /// A single text and a pair, within the vocabulary and the positions.
  static func sequences(_ configuration: EncoderConfiguration) -> [Sequence] {
    let reads = !["distilbert", "mpnet", "gpt2", "modernbert", "eurobert"].contains(configuration.modelType)
    let pairs = configuration.typeVocabularySize > 1
    return [1, 5, 31].map { (length: Int) -> Sequence in
      let ids = (0..<length).map { (index: Int) -> Int32 in Int32(2 + (index * 7) % 20) }
      let types = (0..<length).map { (index: Int) -> Int32 in pairs && index > length / 2 ? 1 : 0 }
      return Sequence(ids: ids, types: reads ? types : nil)
    }
  }

  /// Puts a random encoder of an architecture in the place of BERT: its configuration, and its weights under the names
  /// that a checkpoint without a head has.
  static func replaceEncoder(of tiny: TinyModel, by name: String) throws {
    let golden = try GoldenModel.load(name)
    let url = RepositoryRoot.url.appendingPathComponent("Tests/BertEncoderTests/Golden/\(name).json")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    var config = try #require(document["config"] as? [String: Any])
    config["vocab_size"] = 97
    try JSONSerialization.data(withJSONObject: config).write(to: tiny.encoder.appendingPathComponent("config.json"))
    // Its class reads nothing else.
    if config["model_type"] as? String == "modernbert" { try writeTokenizer(of: tiny) }
    let shapes = try #require(golden.shapes)
    let heads = [
      "classifier", "pre_classifier", "score", "sequence_summary", "logits_proj", "pooler", "head.", "dense.",
    ]
    let tensors = shapes.filter { shape in !heads.contains { shape.key.hasPrefix($0) } }
    try SafetensorsWriter.write(
      tensors.sorted { $0.key < $1.key }.map { name, shape in
        // The prefix ends at the first dot.
        let bare = name.split(separator: ".", maxSplits: 1).last.map(String.init) ?? name
        return TensorSource(name: bare, shape: shape, values: GoldenWeights.values(of: name, shape: shape))
      }, metadata: ["format": "pt"], to: tiny.encoder.appendingPathComponent("model.safetensors"))
  }

  /// The tiny model's WordPiece as a `tokenizer.json`.
  private static func writeTokenizer(of tiny: TinyModel) throws {
    func special(_ token: String) -> [String: Any] { ["SpecialToken": ["id": token, "type_id": 0]] }
    func text(_ place: String) -> [String: Any] { ["Sequence": ["id": place, "type_id": 0]] }
    let ids = Dictionary(uniqueKeysWithValues: TinyModel.vocabulary.enumerated().map { ($0.element, $0.offset) })
    let specials = TinyModel.vocabulary.prefix(5).map { token -> [String: Any] in
      [
        "id": ids[token] ?? 0, "content": token, "single_word": false, "lstrip": false, "rstrip": false,
        "normalized": false, "special": true,
      ]
    }
    let named = ["[CLS]", "[SEP]"].map { ($0, ["id": $0, "ids": [ids[$0] ?? 0], "tokens": [$0]] as [String: Any]) }
    let document: [String: Any] = [
      "version": "1.0", "added_tokens": specials,
      "normalizer": [
        "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": NSNull(),
        "lowercase": true,
      ] as [String: Any],
      "pre_tokenizer": ["type": "BertPreTokenizer"],
      "post_processor": [
        "type": "TemplateProcessing", "single": [special("[CLS]"), text("A"), special("[SEP]")],
        "pair": [special("[CLS]"), text("A"), special("[SEP]"), text("B"), special("[SEP]")],
        "special_tokens": Dictionary(uniqueKeysWithValues: named),
      ] as [String: Any],
      "model": [
        "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
        "vocab": ids,
      ] as [String: Any],
    ]
    try JSONSerialization.data(withJSONObject: document).write(
      to: tiny.encoder.appendingPathComponent("tokenizer.json"))
  }
}
