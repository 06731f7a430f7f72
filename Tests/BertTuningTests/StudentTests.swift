import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertStorage
import BertTuning
import Foundation
import Synchronization
import Testing
import _TestSupport

/// Students: what they begin with, what they learn, what is written of them, and that others read it.
@Suite struct StudentTests {
  private static func options(layers: Int? = 1, prunes: Bool = false) -> TrainingOptions {
    var options = TrainingOptions.ofDistillation
    options.distillation?.layers = layers
    options.distillation?.prunesVocabulary = prunes
    options.epochs = 2
    options.batchSize = 8
    options.maxLength = 32
    options.learningRate = 2e-3
    return options
  }

  private func job(
    _ tiny: TinyModel, teacher: URL, _ options: TrainingOptions = Self.options(), texts: [Example]? = nil
  ) throws -> DistillationJob {
    var data = try DistillationData(teacher: teacher, validationShare: 0, seed: options.seed)
    for row in texts ?? TinyModel.examples(60, seed: 21) { try data.add(row) }
    for row in TinyModel.examples(24, seed: 22) where texts == nil { try data.addValidation(row) }
    var job = DistillationJob(
      encoder: teacher, encoderName: "teacher", data: data, options: options,
      output: tiny.root.appendingPathComponent("student"))
    job.threads = 1
    job.program = "bertft test"
    return job
  }

  /// A bundle that answers well.
  private func bundle(_ tiny: TinyModel) throws -> URL {
    _ = try TrainingSession(try tiny.job()).run()
    return tiny.output
  }

  private func floats(_ directory: URL, _ name: String) throws -> [Float] {
    try Checkpoint(at: directory).floats(of: name)
  }

  @Test func aStudentOfABundleIsABundle() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let teacher = try bundle(tiny)
    var options = Self.options()
    options.epochs = 5
    let made = try job(tiny, teacher: teacher, options), outcome = try DistillationSession(made).run()
    let before = try #require(outcome.before), after = try #require(outcome.after)
    #expect(after.loss < before.loss && after.agreement >= 0.6, "\(before) to \(after)")
    #expect(outcome.plan.layers == [0] && outcome.bytes < outcome.teacherBytes)
    let opened = try ClassifierBundle(contentsOf: made.output)
    #expect(opened.record.labels == ["neg", "neu", "pos"] && opened.record.metrics.validation == nil)
    let told = try #require(opened.record.distillation)
    #expect(told["teacher_sha256"]?.string?.count == 64 && told["layers"]?.elements?.count == 1)
    #expect(told["learning"]?["after"]?["agreement"]?.number == after.agreement)
    let model = try PretrainedModel(at: made.output)
    #expect(model.configuration.layerCount == 1 && model.document["a_key_of_others"] != nil)
    // The figures are those of the program that answers: of the same texts as many answers are equal.
    let texts = TinyModel.examples(24, seed: 22).map(\.text)
    let (old, new) = (
      try TextClassifier(contentsOf: teacher, threads: 1).predict(texts),
      try TextClassifier(contentsOf: made.output, threads: 1).predict(texts)
    )
    let equal = Double(zip(old, new).count { $0.label == $1.label }) / Double(texts.count)
    #expect(abs(equal - after.agreement) < 1e-9)
  }

  @Test func itBeginsWithTheTeachersLayers() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let teacher = try bundle(tiny)
    var options = Self.options()
    options.epochs = 1
    // Nothing moves by so little: what is written is what it began with.
    options.learningRate = 1e-30
    options.weightDecay = 0
    let made = try job(tiny, teacher: teacher, options)
    _ = try DistillationSession(made).run()
    for tensor in try Checkpoint(at: made.output).tensors {
      #expect(try floats(made.output, tensor.name) == floats(teacher, tensor.name), "\(tensor.name)")
    }
    #expect(try Checkpoint(at: made.output).tensors.count == Checkpoint(at: teacher).tensors.count - 16)
  }

  @Test func aStudentOfAnEncoderIsAnEncoder() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let made = try job(tiny, teacher: tiny.encoder, Self.options(prunes: true))
    let outcome = try DistillationSession(made).run()
    let before = try #require(outcome.before), after = try #require(outcome.after)
    #expect(after.agreement > before.agreement && outcome.kind == "vectors", "\(before) to \(after)")
    let model = try PretrainedModel(at: made.output)
    #expect(model.isEncoder && model.configuration.vocabularySize == outcome.plan.keptTokens)
    // Nobody learns from the pooler, and it is not lost.
    #expect(
      try floats(made.output, "bert.pooler.dense.weight") == floats(tiny.encoder, "pooler.dense.weight"))
    let data = try Data(contentsOf: made.output.appendingPathComponent("distill.json"))
    let record = try JSONValue(parsing: [UInt8](data))
    #expect(record["vocabulary"]?["after"]?.integer == outcome.plan.keptTokens)
  }

  @Test func anInterruptedRunEndsWithTheSameBytesAtAnyThreads() throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    let once = try job(whole, teacher: try bundle(whole))
    _ = try DistillationSession(once).run()
    var first = try job(parts, teacher: try bundle(parts))
    first.threads = 2
    let done = Mutex(0)
    #expect(throws: TuningError.self) {
      try DistillationSession(first).run(
        isCancelled: { done.withLock { $0 } >= 9 },
        onEvent: { event in
          if case .step(let progress) = event { done.withLock { $0 = progress.step } }
        })
    }
    first.resume = true
    first.threads = 3
    #expect(try DistillationSession(first).run().epochs.count == 2)
    #expect(try parts.weights(first.output) == whole.weights(once.output))
    // Without the hidden states it is another run.
    var other = Self.options()
    other.distillation?.hiddenWeight = 0
    _ = try DistillationSession(try job(whole, teacher: whole.output, other)).run()
    #expect(try parts.weights(first.output) != whole.weights(once.output))
  }

  @Test func batchesInPartsLearnTheSame() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let teacher = try bundle(tiny)
    var options = Self.options()
    options.dropout = 0
    let a = try DistillationSession(try job(tiny, teacher: teacher, options)).run()
    options.maxMemory = a.plan.expectedBytes - 100_000
    let cut = try DistillationSession(try job(tiny, teacher: teacher, options))
    #expect(cut.plan.partsPerBatch > 1)
    let b = try cut.run()
    for (x, y) in zip(a.epochs, b.epochs) { #expect(abs(x.trainingLoss - y.trainingLoss) < 1e-4) }
  }

  @Test func whatHasNoStudentIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func refuse(_ change: (inout TrainingOptions) -> Void, _ name: String) {
      var options = Self.options()
      change(&options)
      #expect("\(name)") {
        _ = try DistillationSession(try job(tiny, teacher: tiny.encoder, options))
      } throws: { error in
        guard case .option(name, _, _)? = error as? TuningError else { return false }
        return true
      }
    }
    refuse({ $0.distillation?.layers = 2 }, "layers")
    refuse({ $0.distillation?.layers = 0 }, "layers")
    refuse({ $0.distillation?.layers = nil }, "layers")
    refuse({ $0.distillation?.temperature = 0 }, "temperature")
    refuse({ $0.distillation?.hiddenWeight = -1 }, "hidden-weight")
    // Weights that were rounded are not the model's own.
    let config = tiny.encoder.appendingPathComponent("config.json")
    var document = try JSONValue(parsing: [UInt8](Data(contentsOf: config)))
    document["quantization_config"] = ["quant_method": "other"]
    try JSONFile.write(document, .pretty, to: config)
    #expect {
      _ = try DistillationData(teacher: tiny.encoder, validationShare: 0, seed: 1)
    } throws: { error in
      guard case .studentUnfit(_, let reason)? = error as? TuningError else { return false }
      return reason.contains("rounded")
    }
  }

  // MARK: Vocabulary

  private struct Compared: Decodable {
    let same: Int
    let tokens: [Int]
    let missing: [String]
    let difference: Double
  }

  private func compared(_ original: URL, _ pruned: URL, _ texts: [String], _ root: URL) throws -> Compared {
    let list = root.appendingPathComponent("texts.json")
    try JSONEncoder().encode(texts).write(to: list)
    let told = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/pruned_models.py"),
      arguments: [original.path, pruned.path, list.path])
    return try JSONDecoder().decode(Compared.self, from: Data(told.utf8))
  }

  @Test(.enabled(if: Oracle.isAvailable)) func aBundleWithFewerTokensAnswersTheSame() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let teacher = try bundle(tiny)
    let texts = ["the thing was superb", "a sad chair, very broken", "it is"]
    let made = try job(
      tiny, teacher: teacher, Self.options(layers: nil, prunes: true),
      texts: texts.enumerated().map { Example(text: $0.element, line: $0.offset + 1) })
    let outcome = try DistillationSession(made).run()
    #expect(outcome.epochs.isEmpty && outcome.plan.keptTokens < TinyModel.vocabulary.count)
    // Figures of the teacher hold still: it is the same model.
    #expect(try ClassifierBundle(contentsOf: made.output).record.metrics.validation != nil)
    let answer = try compared(teacher, made.output, texts, tiny.root)
    #expect(answer.same == texts.count && answer.missing.isEmpty)
    #expect(answer.tokens == [TinyModel.vocabulary.count, outcome.plan.keptTokens])
    #expect(answer.difference < 1e-6)
    for (a, b) in zip(
      try TextClassifier(contentsOf: teacher, threads: 1).predict(texts),
      try TextClassifier(contentsOf: made.output, threads: 1).predict(texts))
    {
      #expect(a.logits == b.logits)
    }
  }

  @Test(.enabled(if: Oracle.isAvailable), arguments: ["roberta", "xlm-roberta"])
  func pairsOfBytesAndUnigramsAreCutTheSame(kind: String) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let words = [
      "wonderful", "wondering", "thundering", "under", "standing", "outstanding", "naïve", "café", "日本", "xylophone",
    ]
    var generator = SeededGenerator(seed: 5)
    let lines = (0..<400).map { _ in
      (0..<6).map { _ in words[generator.next(below: words.count)] }.joined(separator: " ")
    }
    let corpus = tiny.root.appendingPathComponent("corpus.txt")
    try Data(lines.joined(separator: "\n").utf8).write(to: corpus)
    _ = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/tokenizer_model.py"),
      arguments: [corpus.path, tiny.root.path, kind])
    let teacher = tiny.root.appendingPathComponent(kind)
    let texts = ["wonderful café under standing", "an outstanding thing 日本", "naïve  Wondering!"]
    let made = try job(
      tiny, teacher: teacher, Self.options(layers: nil, prunes: true),
      texts: texts.enumerated().map { Example(text: $0.element, line: $0.offset + 1) })
    let outcome = try DistillationSession(made).run()
    let answer = try compared(teacher, made.output, texts, tiny.root)
    #expect(answer.same == texts.count && answer.missing.isEmpty)
    #expect(answer.tokens == [outcome.plan.vocabulary, outcome.plan.keptTokens])
    #expect(outcome.plan.keptTokens < outcome.plan.vocabulary)
    #expect(answer.difference < 1e-6)
  }
}
