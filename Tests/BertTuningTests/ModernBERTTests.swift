import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing
import _TestSupport

/// What ModernBERT's layers and few labels ask of training.
@Suite struct ModernBERTTests {
  /// Layers 0, 2 and 3 of four, of which the second and third have a window: by their numbers the last one would have one too.
  @Test func aStudentKeepsEachLayersWindow() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    try FamilyBundleTests.replaceEncoder(of: tiny, by: "modernbert")
    var options = TrainingOptions.ofDistillation
    options.distillation?.layers = 3
    options.epochs = 1
    options.maxLength = 32
    // Nothing moves by so little: what is written is what it began with.
    options.learningRate = 1e-30
    options.weightDecay = 0
    var data = try DistillationData(teacher: tiny.encoder, validationShare: 0, seed: options.seed)
    for row in TinyModel.examples(16, seed: 21) { try data.add(row) }
    for row in TinyModel.examples(8, seed: 22) { try data.addValidation(row) }
    var job = DistillationJob(
      encoder: tiny.encoder, encoderName: "teacher", data: data, options: options,
      output: tiny.root.appendingPathComponent("student"))
    job.threads = 1
    job.program = "bertft test"
    let session = try DistillationSession(job)
    #expect(session.plan.layers == [0, 2, 3])
    _ = try session.run()
    let student = try PretrainedModel(at: job.output)
    #expect(student.configuration.layerCount == 3)
    #expect(student.configuration.windows?.isWindowed == [false, true, false])
    let teacher = try Checkpoint(at: tiny.encoder), written = try Checkpoint(at: job.output)
    for (place, layer) in [0, 2, 3].enumerated() {
      for name in ["attn.Wqkv.weight", "mlp_norm.weight", "mlp.Wi.weight"] {
        #expect(
          try written.floats(of: "model.layers.\(place).\(name)") == teacher.floats(of: "layers.\(layer).\(name)"))
      }
    }
  }

  /// Users of padded frameworks meet NaN; `benchmarks/reference/few_label_seeds.py` trains a hundred.
  @Test(arguments: [1, 2, 3] as [UInt64]) func fewLabelsLeaveFiniteNumbers(seed: UInt64) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    try FamilyBundleTests.replaceEncoder(of: tiny, by: "modernbert")
    // Texts of one word beside texts that are cut.
    let rows = [0, 3, 40].flatMap { TinyModel.examples(6, seed: seed, words: $0) }
    var options = TinyModel.options()
    options.method = .finetune
    options.epochs = 3
    options.seed = seed
    let data = try TrainingData(splitting: rows, labels: TinyModel.labels, validationFraction: 0.3, seed: seed)
    _ = try TrainingSession(tiny.job(options, data: data)).run()
    let checkpoint = try Checkpoint(at: tiny.output)
    for tensor in checkpoint.tensors {
      #expect(try checkpoint.floats(of: tensor.name).allSatisfy(\.isFinite), "\(tensor.name)")
    }
    let answers = try TextClassifier(contentsOf: tiny.output, threads: 1).predict(rows.map(\.text))
    #expect(answers.allSatisfy { $0.scores.allSatisfy { $0.isFinite } })
  }

  /// The states whose mean is compared are those behind the last LayerNorm, which learns too.
  @Test func pairsTeachAllOfTheEncoder() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    try FamilyBundleTests.replaceEncoder(of: tiny, by: "modernbert")
    var options = TrainingOptions.ofPairs
    options.maxLength = 32
    options.learningRate = 1e-3
    _ = try TrainingSession(tiny.job(options, data: TinyModel.data(24))).run()
    let before = try Checkpoint(at: tiny.encoder), after = try Checkpoint(at: tiny.output)
    for name in ["embeddings.norm.weight", "layers.0.attn.Wqkv.weight", "layers.3.mlp.Wo.weight", "final_norm.weight"] {
      #expect(try after.floats(of: "model." + name) != before.floats(of: name), "\(name)")
    }
    let model = try PretrainedModel(at: tiny.output)
    #expect(model.configuration.layerCount == 4 && model.document["classifier_pooling"]?.string == "mean")
  }

  @Test func aHeadThatLearnsWithTheEncoderIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    try FamilyBundleTests.replaceEncoder(of: tiny, by: "modernbert")
    var options = TrainingOptions.ofPairs
    options.jointHead = JointHeadOptions()
    options.maxLength = 32
    #expect {
      _ = try TrainingSession(tiny.job(options, data: TinyModel.data(24))).run()
    } throws: {
      if case .option("setfit-head", _, _)? = $0 as? TuningError { true } else { false }
    }
  }
}
