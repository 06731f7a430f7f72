import BertCheckpoint
import BertEncoder
import BertKernels
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

/// LoRA and BitFit against PEFT 0.21 and PyTorch: `Scripts/golden/lora.py`.
@Suite struct AdapterGoldenTests {
  private struct Figures: Decodable { let cases: [String: Case] }

  struct Case: Decodable {
    let config: EncoderConfiguration
    let classes: Int
    let shapes: [String: [Int]]
    let targets: [String]?
    let rank: Int
    let alpha: Double
    let new: [String]
    let sequences: [GoldenModel.Sequence]
    let labels: [Int]
    let logits: [[Float]]
    let gradients: [String: GoldenModel.Sample]
    let merged: [String: GoldenModel.Sample]
    let training: Training
    let saved: Saved?

    /// What PEFT writes of the model.
    struct Saved: Decodable {
      let tensors: [String: [Int]]
      let settings: Settings
    }

    struct Settings: Decodable, Equatable {
      let peft_type, task_type, bias: String
      let r: Int
      let lora_alpha, lora_dropout: Double
      let fan_in_fan_out, use_dora, use_rslora: Bool
      var target_modules, modules_to_save: [String]
    }

    struct Training: Decodable {
      let rate: Float
      let batches: [[Int]]
      let losses: [Double]
    }

    func batch(_ indices: [Int]) -> TokenBatch {
      TokenBatch(indices.map { Encoding(ids: sequences[$0].ids, typeIDs: sequences[$0].types) })
    }

    /// The model with the script's weights, A and B; what is new for the script is missing from the checkpoint here.
    func model() throws -> SequenceClassifier {
      let known = shapes.filter { name, _ in !new.contains { ".\(name)".contains(".\($0).") } }
      let model = try TestModels.small(config, shapes: known, classes: classes)
      for parameter in model.parameters where known[parameter.name] == nil {
        parameter.copy(from: GoldenWeights.values(of: parameter.name, shape: parameter.shape))
      }
      guard let targets else { return model }
      let weights = targets.compactMap(LayerWeight.init)
      #expect(weights.count == targets.count)
      model.addLowRankUpdates(to: Set(weights), rank: rank, alpha: alpha, seed: 3)
      for parameter in model.lowRankUpdates.flatMap(\.parameters) {
        parameter.copy(
          from: GoldenWeights.fill(name: parameter.name, count: parameter.count, scale: 0.15))
      }
      return model
    }

    /// What moves: the updates or the biases, and the head.
    func trains(_ parameter: Parameter, of model: SequenceClassifier) -> Bool {
      model.isHead(parameter) || (targets == nil ? parameter.isBias : parameter.isOfUpdate)
    }
  }

  private static let names = [
    "bert-all", "bert-q-v", "bert-attention-pooler", "bert-bitfit", "distilbert-all", "albert-all", "gpt2-all",
    "xlnet-up-down", "deberta-q-k-v", "eurobert-all", "modernbert-all",
  ]

  private func load(_ name: String) throws -> Case {
    try #require(try Golden.load(Figures.self, "lora.json", target: "BertTuningTests").cases[name])
  }

  @Test(arguments: names, [1, 2]) func logitsAndGradients(name: String, threads: Int) throws {
    let golden = try load(name), model = try golden.model(), compute = Compute(threads: threads)
    let batch = golden.batch(Array(golden.sequences.indices))
    let logits = model.logits(batch, compute: compute)
    for (index, expected) in golden.logits.enumerated() {
      for (found, value) in zip(logits.rows(index..<index + 1).toArray(), expected) {
        #expect(abs(found - value) < 1e-5, "logits of sequence \(index)")
      }
    }
    model.setTrained { golden.trains($0, of: model) }
    _ = model.trainingStep(batch, targets: golden.labels, loss: CrossEntropy(), dropout: nil, compute: compute)
    let trained = model.trainable.filter(\.isTrained)
    #expect(Set(trained.map(\.name)) == Set(golden.gradients.keys))
    for parameter in trained {
      try #require(golden.gradients[parameter.name]).expectGradient(of: parameter)
    }
  }

  /// The same tensors under the same names, and the same settings but for what PEFT adds itself to the modules.
  @Test(arguments: names.filter { $0 != "bert-bitfit" }) func theFilesArePEFTs(name: String) throws {
    let golden = try load(name), model = try golden.model(), saved = try #require(golden.saved)
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("adapter-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    let options = LoRAOptions(
      rank: golden.rank, alpha: golden.alpha, targets: try #require(golden.targets).compactMap(LayerWeight.init))
    try AdapterFiles(model, base: URL(fileURLWithPath: "/base"), options).write(to: directory)
    let written = try Checkpoint(at: directory.appendingPathComponent("adapter_model.safetensors"))
    let shapes = Dictionary(uniqueKeysWithValues: written.tensors.map { ($0.name, $0.shape) })
    #expect(shapes == saved.tensors)
    let configuration = try Data(contentsOf: directory.appendingPathComponent("adapter_config.json"))
    var settings = try JSONDecoder().decode(Case.Settings.self, from: configuration)
    settings.target_modules.sort()
    settings.modules_to_save = Set(settings.modules_to_save + ["classifier", "score"]).sorted()
    #expect(settings == saved.settings)
  }

  @Test(arguments: names, [1, 2]) func tenStepsAndMergedWeights(name: String, threads: Int) throws {
    let golden = try load(name), model = try golden.model(), compute = Compute(threads: threads)
    model.setTrained { golden.trains($0, of: model) }
    var options = AdamWOptions()
    options.weightDecay = 0.01
    options.clipNorm = 1
    let optimizer = AdamW(parameters: model.trainable, options: options)
    for (step, indices) in golden.training.batches.enumerated() {
      let loss = model.trainingStep(
        golden.batch(indices), targets: indices.map { golden.labels[$0] }, loss: CrossEntropy(), dropout: nil,
        compute: compute
      ).loss
      #expect(abs(loss - golden.training.losses[step]) < 1e-5, "loss of step \(step)")
      optimizer.step(learningRate: { _ in golden.training.rate }, compute: compute)
    }
    model.mergeLowRankUpdates(compute)
    #expect(model.lowRankUpdates.isEmpty)
    var compared = 0, distant = 0
    for parameter in model.parameters {
      let sample = try #require(golden.merged[parameter.name]), values = parameter.fileValues
      // Where a gradient is zero but for rounding, Adam makes whole steps of its sign.
      if parameter.isBias, golden.gradients[parameter.name].map({ $0.norm < 1e-5 }) == true { continue }
      for (index, expected) in sample.values.enumerated() {
        let difference = abs(values[index * sample.stride] - expected)
        #expect(difference < 1e-5, "\(parameter.name) at \(index * sample.stride)")
        compared += 1
        if difference > 1e-6 { distant += 1 }
      }
    }
    // Within 1e-6, but for a few values whose gradient is close to zero: Adam's steps there are those of its rounding.
    #expect(distant * 500 <= compared, "\(distant) of \(compared)")
  }
}
