import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing

/// Directories of PEFT's adapters as models. That PEFT itself reads what is written here, and computes these logits, is
/// what `Scripts/oracles/adapter_logits.py` shows; names, shapes and settings are held to PEFT's by AdapterGoldenTests.
@Suite struct PEFTAdapterTests {
  private static let texts = ["it was a fine thing", "this is very sad", "the table and the chair"]

  /// A tiny encoder, a bundle trained with LoRA, and its adapter alone.
  private func trained() throws -> (tiny: TinyModel, adapter: URL) {
    let tiny = try TinyModel()
    var options = TinyModel.options()
    options.method = .lora
    options.learningRate = 1e-2
    options.lora = LoRAOptions(rank: 4, alpha: 12)
    var job = try tiny.job(options)
    job.adapterOutput = tiny.root.appendingPathComponent("adapter")
    _ = try TrainingSession(job).run()
    return (tiny, tiny.root.appendingPathComponent("adapter"))
  }

  private func change(_ adapter: URL, _ change: (inout JSONValue) -> Void) throws {
    let file = adapter.appendingPathComponent("adapter_config.json")
    var settings = try JSONValue(parsing: [UInt8](Data(contentsOf: file)))
    change(&settings)
    try JSONFile.write(settings, .pretty, to: file)
  }

  @Test func anAdapterAnswersAsTheBundleDoes() throws {
    let (tiny, adapter) = try trained()
    defer { tiny.remove() }
    let bundle = try TextClassifier(contentsOf: tiny.output, threads: 1).predict(Self.texts)
    let folded = try TextClassifier(contentsOf: adapter, threads: 1).predict(Self.texts)
    for (a, b) in zip(bundle, folded) {
      for (x, y) in zip(a.logits, b.logits) { #expect(abs(x - y) < 1e-5) }
    }
    #expect(folded.first?.labels == TinyModel.labels.names)
    let model = try PretrainedModel(at: adapter)
    #expect(model.url == adapter && model.checkpoint.files.count == 2)
    // As PEFT alone writes it: the base model's labels do not fit three classes, so there are none.
    try FileManager.default.removeItem(at: adapter.appendingPathComponent("adapter_outputs.json"))
    #expect(
      try TextClassifier(contentsOf: adapter, threads: 1).predict(Self.texts).first?.labels
        == ["LABEL_0", "LABEL_1", "LABEL_2"])
  }

  /// What the outputs are stands beside the adapter: PEFT's files do not say it.
  @Test(arguments: [ProblemType.regression, .multiLabel]) func anAdapterKeepsItsTask(_ problem: ProblemType) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let rows = TinyModel.examples(60).map { row in
      let label = row.label ?? 0
      return Example(
        text: row.text, target: problem == .regression ? .number(Double(label) * 2) : .labels([label == 0, label > 0]),
        line: row.line)
    }
    var options = TinyModel.options()
    options.method = .lora
    options.metric = problem == .regression ? .mse : .microF1
    let names = problem == .regression ? ["stars"] : ["low", "high"]
    var job = try tiny.job(
      options, data: TrainingData(labels: LabelSet(names: names), training: rows, validation: Array(rows.prefix(20))))
    let adapter = tiny.root.appendingPathComponent("adapter")
    job.adapterOutput = adapter
    _ = try TrainingSession(job).run()
    let bundle = try TextClassifier(contentsOf: tiny.output, threads: 1).predict(Self.texts)
    let model = try TextClassifier(contentsOf: adapter, threads: 1)
    #expect(model.rule.problem == problem && !model.rule.isLogistic && model.labels == names)
    for (a, b) in zip(bundle, try model.predict(Self.texts)) {
      for (x, y) in zip(a.scores, b.scores) { #expect(abs(x - y) < 1e-5) }
    }
  }

  @Test func whatIsNotPlainLoRAIsRefused() throws {
    let (tiny, adapter) = try trained()
    defer { tiny.remove() }
    let changes: [(key: String, value: JSONValue)] = [
      ("peft_type", "IA3"), ("use_dora", true), ("bias", "all"), ("rank_pattern", ["query": 4]), ("lora_bias", true),
      ("init_lora_weights", "pissa"), ("r", 0), ("a_later_setting", 1),
    ]
    let original = try Data(contentsOf: adapter.appendingPathComponent("adapter_config.json"))
    for (key, value) in changes {
      try original.write(to: adapter.appendingPathComponent("adapter_config.json"))
      try change(adapter) { $0[key] = value }
      #expect("\(key)") {
        _ = try PretrainedModel(at: adapter)
      } throws: { error in
        guard case .fileMalformed(let path, let reason)? = error as? InferenceError else { return false }
        return path.hasSuffix("adapter_config.json") && (key == "r" || reason.contains(key))
      }
    }
    // A module that is kept, and not said to be.
    try original.write(to: adapter.appendingPathComponent("adapter_config.json"))
    try change(adapter) { $0["modules_to_save"] = nil }
    #expect(throws: InferenceError.self) { try PretrainedModel(at: adapter) }
  }

  /// PEFT goes by the module: a linear layer has outputs by inputs, whatever the setting says.
  @Test func theLayoutIsTheArchitecturesAndNotTheSettings() throws {
    let (tiny, adapter) = try trained()
    defer { tiny.remove() }
    let before = try TextClassifier(contentsOf: adapter, threads: 1).predict(Self.texts).map(\.logits)
    try change(adapter) { $0["fan_in_fan_out"] = true }
    #expect(try TextClassifier(contentsOf: adapter, threads: 1).predict(Self.texts).map(\.logits) == before)
    func decode(_ json: String) throws -> EncoderConfiguration { try .decode(from: Data(json.utf8)) }
    let gpt2 = try decode(#"{"model_type": "gpt2", "vocab_size": 9, "n_embd": 8, "n_layer": 2, "n_head": 2}"#)
    for name in ["transformer.h.1.attn.c_attn.weight", "h.0.attn.c_proj.weight", "transformer.h.0.mlp.c_fc.weight"] {
      #expect(gpt2.holdsTransposed(name), "\(name)")
    }
    #expect(!gpt2.holdsTransposed("score.weight") && !gpt2.holdsTransposed("transformer.h.2.attn.c_attn.weight"))
    let bert = try EncoderConfiguration.decode(
      from: Data(contentsOf: tiny.encoder.appendingPathComponent("config.json")))
    #expect(!bert.holdsTransposed("bert.encoder.layer.0.attention.self.query.weight"))
  }

  /// The settings' rank is that of the tensors: α/r would count the updates otherwise than they were learnt.
  @Test(arguments: [2, 8]) func anotherRankIsRefused(_ rank: Int) throws {
    let (tiny, adapter) = try trained()
    defer { tiny.remove() }
    try change(adapter) { $0["r"] = .integer(rank) }
    #expect {
      _ = try PretrainedModel(at: adapter)
    } throws: { "\($0)".contains("the rank r of adapter_config.json is \(rank)") }
  }

  /// transformers answers from the adapter where PEFT is installed and from the model where it is not.
  @Test func anAdapterInAModelsDirectoryIsRefused() throws {
    let (tiny, adapter) = try trained()
    defer { tiny.remove() }
    let model = tiny.root.appendingPathComponent("both")
    try FileManager.default.copyItem(at: tiny.output, to: model)
    #expect(try TextClassifier(contentsOf: model, threads: 1).predict(Self.texts).count == 3)
    for name in ["adapter_config.json", "adapter_model.safetensors"] {
      try FileManager.default.copyItem(
        at: adapter.appendingPathComponent(name), to: model.appendingPathComponent(name))
    }
    #expect {
      _ = try PretrainedModel(at: model)
    } throws: { error in
      guard case .fileMalformed(let path, let reason)? = error as? InferenceError else { return false }
      return path.hasSuffix("adapter_config.json") && reason.contains("which of them is meant")
    }
  }

  @Test func theBaseModelIsFoundOrNamed() throws {
    let (tiny, adapter) = try trained()
    defer { tiny.remove() }
    // Seen from the adapter's directory.
    try change(adapter) { $0["base_model_name_or_path"] = "../encoder" }
    #expect(try TextClassifier(contentsOf: adapter, threads: 1).predict(Self.texts).count == 3)
    try change(adapter) { $0["base_model_name_or_path"] = "someone/a-model" }
    #expect {
      _ = try PretrainedModel(at: adapter)
    } throws: { error in
      guard case .fileMissing("someone/a-model", let remedy)? = error as? InferenceError else { return false }
      return remedy.contains("base_model_name_or_path")
    }
  }

  @Test func tensorsWithoutAPlaceAreRefused() throws {
    let (tiny, adapter) = try trained()
    defer { tiny.remove() }
    let file = adapter.appendingPathComponent("adapter_model.safetensors")
    let read = try Checkpoint(at: file)
    func write(_ change: (String) -> String?) throws {
      let tensors = try read.tensors.compactMap { tensor in
        try change(tensor.name).map {
          TensorSource(name: $0, shape: tensor.shape, values: try read.floats(of: tensor.name))
        }
      }
      try SafetensorsWriter.write(tensors, metadata: [:], to: file)
      #expect(throws: InferenceError.self) { try PretrainedModel(at: adapter) }
    }
    try write { $0.replacingOccurrences(of: "layer.1.", with: "layer.7.") }
    try write { $0.hasSuffix("0.output.dense.lora_B.weight") ? nil : $0 }
    try write { $0.hasSuffix("0.output.dense.lora_A.weight") ? nil : $0 }
    try write { $0.replacingOccurrences(of: "base_model.model.", with: "") }
    // A weight that is updated, and replaced as well.
    try change(adapter) { $0["modules_to_save"] = .array(($0["modules_to_save"]?.elements ?? []) + ["dense"]) }
    let down = try #require(read.tensors.first { $0.name.hasSuffix("0.output.dense.lora_A.weight") })
    let up = try #require(read[down.name.replacingOccurrences(of: "lora_A", with: "lora_B")])
    let whole = TensorSource(
      name: down.name.replacingOccurrences(of: ".lora_A", with: ""), shape: [up.shape[0], down.shape[1]],
      values: [Float](repeating: 0, count: up.shape[0] * down.shape[1]))
    let tensors = try read.tensors.map { tensor in
      TensorSource(name: tensor.name, shape: tensor.shape, values: try read.floats(of: tensor.name))
    }
    try SafetensorsWriter.write(tensors + [whole], metadata: [:], to: file)
    #expect {
      try PretrainedModel(at: adapter)
    } throws: { error in
      "\(error)".contains("is a second tensor for")
    }
  }
}
