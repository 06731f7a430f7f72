import BertCheckpoint
import BertEncoder
import BertKernels
import Foundation
import Testing
import _TestSupport

/// Checkpoints whose names something stands in front of, or that hold more than one encoder.
@Suite struct WrappedNamesTests {
  /// Writes a golden model's tensors under other names and reads them back.
  private func checkpoint(
    _ golden: GoldenModel, copies: [(String) -> String?] = [], adding added: [(String, [Int])] = []
  ) throws -> Checkpoint {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let url = directory.appendingPathComponent("model.safetensors")
    let shapes = try #require(golden.shapes)
    try SafetensorsWriter.write(
      copies.flatMap { copy in
        shapes.compactMap { name, shape in
          copy(name).map {
            TensorSource(name: $0, shape: shape, values: GoldenWeights.values(of: name, shape: shape))
          }
        }
      }
        + added.map { name, shape in
          TensorSource(name: name, shape: shape, values: [Float](repeating: 0.5, count: shape.reduce(1, *)))
        }, metadata: [:], to: url)
    return try Checkpoint(at: url)
  }

  private func names(_ checkpoint: Checkpoint, _ golden: GoldenModel, classes: Int? = nil) throws -> CheckpointNames {
    try CheckpointNames(checkpoint, configuration: #require(golden.config), classes: classes)
  }

  /// transformers' `base_model_prefix`.
  private func prefix(_ golden: GoldenModel) throws -> String {
    switch try #require(golden.config).architecture {
    case .bert: "bert."
    case .distilBERT: "distilbert."
    case .roberta, .camembert, .xlmRoberta: "roberta."
    case .electra: "electra."
    case .albert: "albert."
    case .debertaV2: "deberta."
    case .mpnet: "mpnet."
    case .gpt2, .xlnet: "transformer."
    case .modernBERT, .euroBERT: "model."
    case .gte: "gte."
    case .nomicBERT: "nomic_bert."
    }
  }

  private func expectLogits(_ checkpoint: Checkpoint, _ golden: GoldenModel) throws {
    let model = try SequenceClassifier(
      checkpoint: checkpoint, configuration: #require(golden.config), classes: golden.classes, seed: 1)
    #expect(model.freshParameters.isEmpty)
    let logits = model.logits(golden.batch(Array(golden.sequences.indices)), compute: Compute(threads: 1)).toArray()
    let expected = golden.forward.flatMap(\.logits)
    #expect(logits.count == expected.count)
    #expect(zip(logits, expected).allSatisfy { abs($0 - $1) <= 1e-4 })
  }

  @Test(
    "What stands before all names is taken off, and the logits are the reference's", arguments: AgreementTests.family)
  func wrapped(name: String) throws {
    let golden = try GoldenModel.load(name), own = try prefix(golden)
    for wrapper in ["module.", "_orig_mod.", "a_word_of_ones_own.", "base_model.model.", own] {
      let file = try checkpoint(golden, copies: [{ wrapper + $0 }])
      let found = try names(file, golden)
      #expect(found.wrapper == wrapper)
      #expect(found.mapped.allSatisfy { $0.tensor == wrapper + $0.parameter })
      #expect(Set(found.mapped.map(\.parameter)) == Set(golden.gradients.keys))
      #expect(found.unused.isEmpty && found.missing.isEmpty && found.absentHead.isEmpty)
      try expectLogits(file, golden)
    }
  }

  @Test("An encoder held by a module of one's own, with its head beside it", arguments: AgreementTests.family)
  func attribute(name: String) throws {
    let golden = try GoldenModel.load(name), own = try prefix(golden)
    for wrapper in ["encoder.", "model.backbone.", "0.auto_model."] {
      let parent = wrapper == "model.backbone." ? "model." : ""
      let file = try checkpoint(
        golden, copies: [{ $0.hasPrefix(own) ? wrapper + $0.dropFirst(own.count) : parent + $0 }])
      let found = try names(file, golden)
      #expect(found.wrapper == wrapper)
      #expect(found.missing.isEmpty && found.unused.isEmpty && found.absentHead.isEmpty)
      try expectLogits(file, golden)
    }
  }

  @Test(
    "Some names with the architecture's prefix and some without", arguments: AgreementTests.family, ["", "module."])
  func mixed(name: String, wrapper: String) throws {
    let golden = try GoldenModel.load(name), own = try prefix(golden)
    let file = try checkpoint(
      golden,
      copies: [
        {
          wrapper + ($0.contains("embedding") || $0.contains(".wte.") ? String($0.dropFirst(own.count)) : $0)
        }
      ])
    let found = try names(file, golden)
    #expect(found.wrapper == wrapper && found.missing.isEmpty && found.unused.isEmpty)
    try expectLogits(file, golden)
  }

  @Test("LayerNorm's older names are found behind a wrapper")
  func gamma() throws {
    let golden = try GoldenModel.load("electra")
    let file = try checkpoint(
      golden,
      copies: [
        {
          "module."
            + $0.replacingOccurrences(of: "LayerNorm.weight", with: "LayerNorm.gamma")
            .replacingOccurrences(of: "LayerNorm.bias", with: "LayerNorm.beta")
        }
      ])
    #expect(try names(file, golden).wrapper == "module.")
    try expectLogits(file, golden)
  }

  @Test(
    "Two encoders that fit are an error that names both",
    arguments: [
      ["query_model.", "passage_model."], ["model.", "model_ema."], ["module.", "ema.module."],
    ])
  func ambiguous(wrappers: [String]) throws {
    let golden = try GoldenModel.load("roberta")
    let file = try checkpoint(golden, copies: wrappers.map { wrapper in { wrapper + $0 } })
    let error = #expect(throws: ModelError.self) { try names(file, golden) }
    guard case .ambiguousNames(let found, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(Set(found) == Set(wrappers))
    let text = try #require(error).description
    #expect(wrappers.allSatisfy(text.contains) && text.contains("only the one you want") && !text.contains("\n"))
  }

  @Test(
    "Of two encoders the one with the proper names counts, as for the reference, and that of the other shape does not")
  func told() throws {
    let golden = try GoldenModel.load("electra")
    let proper = try names(checkpoint(golden, copies: [{ $0 }, { "teacher." + $0 }]), golden)
    #expect(proper.wrapper == "" && proper.missing.isEmpty)
    #expect(Set(proper.unused) == Set(golden.gradients.keys.map { "teacher." + $0 }))
    let shapes = try #require(golden.shapes)
    let smaller = shapes.filter { $0.key.hasPrefix("electra.") }.map {
      ("generator." + $0.key, $0.value.map { max(1, $0 / 2) })
    }
    let found = try names(checkpoint(golden, copies: [{ "discriminator." + $0 }], adding: smaller), golden)
    #expect(found.wrapper == "discriminator." && found.missing.isEmpty && found.absentHead.isEmpty)
    #expect(Set(found.unused) == Set(smaller.map(\.0)))
  }

  @Test("Names of another architecture are an error, though they would fit")
  func foreign() throws {
    let golden = try GoldenModel.load("electra")
    for wrapper in ["roberta.", "module.bert.", "bert.module."] {
      let file = try checkpoint(golden, copies: [{ wrapper + $0.dropFirst($0.hasPrefix("electra.") ? 8 : 0) }])
      let error = #expect(throws: ModelError.self) { try names(file, golden) }
      guard case .foreignNames(let prefix, "electra", _)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(wrapper.contains(prefix))
    }
  }

  @Test("Where nothing fits, the message says how the names begin")
  func nothing() throws {
    let golden = try GoldenModel.load("roberta")
    let file = try checkpoint(golden, adding: [("model.layers.0.q_proj.weight", [1]), ("model.norm.weight", [1])])
    let found = try names(file, golden)
    #expect(found.wrapper == "")
    let error = #expect(throws: ModelError.self) { try found.requireEncoder(of: file) }
    #expect(error?.description.contains("'model.layers', 'model.norm'") == true)
  }

  @Test("A LoRA adapter that is not merged is an error")
  func adapter() throws {
    let golden = try GoldenModel.load("roberta")
    let file = try checkpoint(
      golden, copies: [{ $0 }], adding: [("roberta.encoder.layer.0.attention.self.query.lora_A.weight", [1])])
    let error = #expect(throws: ModelError.self) { try names(file, golden) }
    guard case .adapterNotMerged? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("A wrapper of many components is none")
  func many() throws {
    let golden = try GoldenModel.load("roberta")
    let wrapper = String(repeating: "x.", count: 100_000)
    let file = try checkpoint(golden, adding: [(wrapper + "encoder.layer.0.attention.self.query.weight", [1])])
    #expect(try names(file, golden).wrapper == "")
  }

  @Test("What of the head is absent is told, weight and bias apart", arguments: AgreementTests.family)
  func head(name: String) throws {
    let golden = try GoldenModel.load(name), own = try prefix(golden)
    let parameters = golden.gradients.keys.filter { !$0.hasPrefix(own) || $0.contains("pooler") }
    for absent in parameters {
      let file = try checkpoint(golden, copies: [{ $0 == absent ? nil : "module." + $0 }])
      for classes in [golden.classes, nil] {
        let found = try names(file, golden, classes: classes)
        #expect(found.absentHead.map(\.name) == [absent])
        #expect(found.absentHead.map(\.state) == [.absent])
        #expect(Set(found.head.map(\.name)) == Set(parameters))
      }
    }
    let other = try names(checkpoint(golden, copies: [{ $0 }]), golden, classes: golden.classes + 1)
    #expect(other.absentHead.allSatisfy { $0.isClassifier } && !other.absentHead.isEmpty)
    for tensor in other.absentHead {
      guard case .otherShape(tensor.name, let shape) = tensor.state else {
        Issue.record("\(tensor)")
        continue
      }
      #expect(shape.first == golden.classes)
    }
  }

  @Test(
    "What other heads are for",
    arguments: [
      ("electra", ["discriminator_predictions.dense.weight"], ["replaced token detection"]),
      ("electra", ["generator_predictions.dense.weight", "generator_lm_head.bias"], ["masked language model"]),
      ("roberta", ["lm_head.dense.weight", "lm_head.bias"], ["masked language model"]),
      ("roberta", ["classifier.weight"], ["token classification"]),
      ("roberta", ["qa_outputs.weight"], ["question answering"]),
      ("distilbert", ["vocab_transform.weight"], ["masked language model"]),
      (
        "albert", ["predictions.dense.weight", "sop_classifier.classifier.weight"],
        ["masked language model", "sentence order prediction"]
      ),
      ("mpnet", ["lm_head.dense.weight"], ["masked language model"]),
      ("gpt2", ["lm_head.weight", "multiple_choice_head.summary.weight"], ["language model", "multiple choice"]),
      ("xlnet", ["lm_loss.bias"], ["language model"]),
      ("modernbert", ["decoder.bias"], ["masked language model"]),
      ("deberta", ["cls.predictions.bias"], ["masked language model"]),
      (
        "deberta", ["lm_predictions.lm_head.bias", "mask_predictions.classifier.weight"],
        ["masked language model", "replaced token detection"]
      ),
      ("gte", ["lm_head.layer_norm.weight"], ["masked language model"]),
      ("nomic-bert", ["cls.predictions.bias"], ["masked language model"]),
      ("eurobert", ["lm_head.weight"], ["masked language model"]),
      ("xlnet", ["start_logits.dense.weight", "qa_outputs.bias"], ["question answering"]),
    ])
  func otherHeads(name: String, added: [String], tasks: [String]) throws {
    let golden = try GoldenModel.load(name), own = try prefix(golden)
    for wrapper in ["", "module."] {
      let file = try checkpoint(
        golden, copies: [{ $0.hasPrefix(own) ? wrapper + $0 : nil }], adding: added.map { (wrapper + $0, [1]) })
      #expect(try names(file, golden).otherHeads == tasks)
    }
  }

  @Test("A classifier without the dense layer that stands before it is one of tokens")
  func tokens() throws {
    for name in ["distilbert", "albert"] {
      let golden = try GoldenModel.load(name)
      let file = try checkpoint(golden, copies: [{ $0.contains("pooler") || $0.hasPrefix("pre_") ? nil : $0 }])
      #expect(try names(file, golden).otherHeads == ["token classification"])
    }
  }

  @Test("Layers that the configuration does not have are unused, and told together")
  func layers() throws {
    let golden = try GoldenModel.load("roberta")
    let added = (2...3).flatMap { layer in
      ["output.dense.weight", "output.dense.bias"].map { ("roberta.encoder.layer.\(layer + 7)." + $0, [1]) }
    }
    let found = try names(checkpoint(golden, copies: [{ $0 }], adding: added + [("extra", [1])]), golden)
    #expect(found.missing.isEmpty)
    #expect(
      Set(found.unusedGroups.map { "\($0.name): \($0.count)" }) == [
        "roberta.encoder.layer.9: 2", "roberta.encoder.layer.10: 2", "extra: 1",
      ])
  }
}
