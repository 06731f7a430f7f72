import BertCheckpoint
import BertEncoder
import BertInference
import BertKernels
import BertText
import Foundation
import Testing
import _TestSupport

/// Directories of TensorFlow checkpoints as Google published them, with transformers' figures of the same models, made by
/// Scripts/golden/tensorflow_checkpoints.py.
@Suite struct TensorFlowModelTests {
  struct Example: Decodable, CustomTestStringConvertible, Sendable {
    struct Sequence: Decodable, Sendable {
      let ids: [Int32]
      let types: [Int32]
      let hidden: [Float]
      let logits: [Float]
    }
    let name: String
    let files: [String: Data]
    let sequences: [Sequence]
    let classes: Int
    var testDescription: String { name }
  }

  static let examples = try? Golden.load(
    [Example].self, "tensorflow_models.json", target: "BertInferenceTests")

  /// Sizes that the tensors of a SavedModel do not tell.
  private static let configuration = #"""
    {"vocab_size": 15, "hidden_size": 12, "num_hidden_layers": 1, "num_attention_heads": 3, "intermediate_size": 10,
     "max_position_embeddings": 16, "type_vocab_size": 2, "hidden_act": "gelu"}
    """#

  private func write(_ example: Example) throws -> Scratch {
    let scratch = try Scratch()
    for (name, data) in example.files {
      let file = scratch.url.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: file)
    }
    return scratch
  }

  private func example(_ name: String) throws -> Example {
    try #require(Self.examples?.first { $0.name.hasPrefix(name) })
  }

  private func refusal(_ scratch: Scratch) throws -> InferenceError {
    do throws(InferenceError) {
      _ = try PretrainedModel(at: scratch.url)
    } catch {
      return error
    }
    throw CocoaError(.fileReadUnknown)
  }

  @Test(arguments: examples ?? [])
  func `States and logits are transformers'`(_ example: Example) throws {
    let scratch = try write(example)
    if example.files.keys.contains("assets/vocab.txt") {
      _ = try scratch.file("bert_config.json", Data(Self.configuration.utf8))
    }
    let model = try PretrainedModel(at: scratch.url), compute = Compute(threads: 1)
    #expect(model.configuration.modelType == model.checkpoint.tensorFlowModel?.rawValue)
    #expect(model.names.missing.isEmpty)
    let classifier = try SequenceClassifier(
      checkpoint: model.checkpoint, configuration: model.configuration, classes: max(2, example.classes), seed: 1)
    let batch = TokenBatch(example.sequences.map { Encoding(ids: $0.ids, typeIDs: $0.types) })
    var hidden: [Float] = []
    classifier.encoder.withHiddenStates(batch, compute: compute) { hidden = $0.toArray() }
    let expected = example.sequences.flatMap(\.hidden)
    #expect(hidden.count == expected.count)
    for (found, value) in zip(hidden, expected) { #expect(abs(found - value) <= 1e-4) }
    if example.classes > 0 {
      #expect(model.names.fresh.isEmpty)
      let logits = classifier.logits(batch, compute: compute).toArray()
      for (found, value) in zip(logits, example.sequences.flatMap(\.logits)) { #expect(abs(found - value) <= 1e-4) }
    }
    // What pre-training keeps beside the weights is no part of the model.
    #expect(!model.checkpoint.tensors.contains { $0.name.contains("adam_") || $0.name.contains("global_step") })
  }

  @Test func `The examples are there`() throws {
    #expect(try #require(Self.examples).count == 6)
  }

  @Test func `The decision and its file are told`() throws {
    let scratch = try write(example("bert"))
    let model = try PretrainedModel(at: scratch.url)
    let findings = Dictionary(model.findings.map { ($0.subject, $0) }, uniquingKeysWith: { first, _ in first })
    #expect(findings["architecture"]?.value == "bert" && findings["architecture"]?.reason == "names of the tensors")
    #expect(findings["longest sequence"]?.reason == "positions of bert_config.json")
    #expect(findings["other heads"]?.value == "masked language model, next sentence prediction")
    #expect(findings["lower case"]?.value == "yes")
  }

  @Test func `A vocabulary with capitals needs a word on case`() throws {
    let scratch = try write(example("bert"))
    let words = scratch.url.appendingPathComponent("vocab.txt")
    let cased = try String(contentsOf: words, encoding: .utf8).replacing("\nfilm\n", with: "\nFilm\n")
    try cased.write(to: words, atomically: true, encoding: .utf8)
    let found = try refusal(scratch)
    guard case .fileMalformed(let path, let reason) = found else {
      Issue.record("\(found)")
      return
    }
    #expect(path == scratch.url.appendingPathComponent("tokenizer_config.json").path)
    #expect(reason.contains("\"Film\"") && reason.contains("do_lower_case"))
    for lowercases in [false, true] {
      _ = try scratch.file("tokenizer_config.json", Data("{\"do_lower_case\": \(lowercases)}".utf8))
      let tokenizer = try PretrainedModel(at: scratch.url).tokenizer
      #expect(tokenizer.tokenizer.encodeIDs("Film").ids == (lowercases ? [2, 1, 3] : [2, 9, 3]))
    }
  }

  @Test func `A checkpoint without a configuration says what the tensors know`() throws {
    for (name, words) in [
      ("electra", ["\"embedding_size\":6", "\"num_hidden_layers\":2", ": num_attention_heads, hidden_act"]),
      ("bert of TensorFlow Hub", ["\"num_attention_heads\":3", "\"intermediate_size\":10", ": hidden_act"]),
      ("albert", ["\"hidden_size\":8", ": num_hidden_layers, num_attention_heads, hidden_act"]),
    ] {
      let scratch = try write(example(name))
      for file in ["config.json", "albert_config.json"] {
        try? FileManager.default.removeItem(at: scratch.url.appendingPathComponent(file))
      }
      let found = try refusal(scratch)
      guard case .fileMissing(let path, let remedy) = found else {
        Issue.record("\(found)")
        continue
      }
      #expect(path.hasSuffix("/config.json"))
      for word in words { #expect(remedy.contains(word), "\(remedy)") }
    }
  }

  @Test func `A configuration of another model is refused`() throws {
    let scratch = try write(example("bert"))
    let own = scratch.url.appendingPathComponent("bert_config.json")
    let content = try Data(contentsOf: own)
    func malformed() throws -> String {
      guard case .fileMalformed(_, let reason) = try refusal(scratch) else { return "" }
      return reason
    }
    _ = try scratch.file("albert_config.json", content)
    #expect(try malformed().contains("albert_config.json lies beside it"))
    try FileManager.default.removeItem(at: own)
    #expect(try malformed().contains("the names of bert"))
    try FileManager.default.removeItem(at: scratch.url.appendingPathComponent("albert_config.json"))
    try Data("[1]".utf8).write(to: own)
    #expect(try malformed().contains("not a JSON object"))
    try content.write(to: own)
    for name in ["bert_model.ckpt.index", "bert_model.ckpt.data-00000-of-00001"] {
      try FileManager.default.removeItem(at: scratch.url.appendingPathComponent(name))
    }
    let tensors = [TensorSource(name: "a", shape: [1], values: [1])]
    try SafetensorsWriter.write(tensors, metadata: [:], to: scratch.url.appendingPathComponent("model.safetensors"))
    #expect(try malformed().contains("give the model's config.json"))
  }
}
