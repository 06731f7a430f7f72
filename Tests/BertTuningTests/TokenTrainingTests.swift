import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertTuning
import Foundation
import Synchronization
import Testing

/// A run that learns labels of tokens, from the rows to the bundle.
@Suite struct TokenTrainingTests {
  @Test("What a row is cannot be missed, and the bundle finds it again", arguments: [TrainingMethod.finetune, .lora])
  func learns(method: TrainingMethod) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let test = TinyModel.taggedRows(20, seed: 9)
    var options = TinyModel.tokenOptions(method)
    options.epochs = 12
    let outcome = try TokenTrainingSession(tiny.tokenJob(options, data: TinyModel.tokenData(test: test))).run()
    guard case .entities(let metrics)? = outcome.test else {
      Issue.record("no figures of entities")
      return
    }
    // Every word tells its tag.
    #expect(metrics.f1 > 0.9 && metrics.labels == ["BAD", "GOOD"], "\(metrics)")
    guard case .tagger(let tagger) = try OpenedModel(contentsOf: tiny.output, threads: 1) else {
      Issue.record("no classifier of tokens")
      return
    }
    #expect(tagger.labels == ["O", "B-BAD", "I-BAD", "B-GOOD", "I-GOOD"])
    #expect(tagger.maxLength == 32 && tagger.record?.text?.longText == .windows)
    #expect(try tagger.evaluate(test) == metrics)
    let record = try ClassifierBundle(contentsOf: tiny.output).record
    #expect(record.metrics.test == outcome.test && record.metrics.validation == outcome.validation)
    #expect(record.labels == tagger.labels && record.data.testRows == 20 && record.method == method)
    #expect(throws: InferenceError.self) { try TextClassifier(contentsOf: tiny.output, threads: 1) }
    let page = try String(contentsOf: tiny.output.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("Entities") && page.contains("GOOD"))
    #expect(page.contains("share of the found entities that are right"))
  }

  @Test("With bitfit the encoder's matrices stay")
  func bitfit() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    _ = try TokenTrainingSession(tiny.tokenJob(TinyModel.tokenOptions(.bitfit))).run()
    func words(_ directory: URL, _ name: String) throws -> [Float] {
      try PretrainedModel(at: directory).checkpoint.floats(of: name)
    }
    let name = "encoder.layer.0.intermediate.dense"
    #expect(try words(tiny.output, "bert.\(name).weight") == words(tiny.encoder, "\(name).weight"))
    #expect(try words(tiny.output, "bert.\(name).bias") != words(tiny.encoder, "\(name).bias"))
  }

  @Test("A run that is stopped and resumed ends with the same bytes", arguments: [0, 5, 9, 14])
  func resumes(cut: Int) throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    let unbroken = try TokenTrainingSession(whole.tokenJob()).run()
    var job = try parts.tokenJob()
    let done = Mutex(0)
    #expect {
      try TokenTrainingSession(job).run(
        isCancelled: { done.withLock { $0 } >= cut },
        onEvent: { event in
          if case .step(let progress) = event { done.withLock { $0 = progress.step } }
        })
    } throws: { error in
      if case .interrupted(let checkpoint?)? = error as? TuningError { checkpoint.hasSuffix(".partial") } else { false }
    }
    job.resume = true
    job.threads = 2
    var changed = job
    changed.data = try TinyModel.tokenData(95)
    #expect {
      try TokenTrainingSession(changed)
    } throws: {
      if case .resumeInputDiffers? = $0 as? TuningError { true } else { false }
    }
    let resumed = try TokenTrainingSession(job).run()
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
    #expect(resumed.epochs.map(\.validation) == unbroken.epochs.map(\.validation))
    #expect(resumed.epochs.map(\.trainingLoss) == unbroken.epochs.map(\.trainingLoss))
  }

  @Test("Batches in parts, and activations computed again, change the sums by rounding alone")
  func memory() throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    var options = TinyModel.tokenOptions()
    options.epochs = 1
    let first = try TokenTrainingSession(whole.tokenJob(options)).run()
    options.recompute = true
    let needed = try TokenTrainingSession(parts.tokenJob(options)).plan.expectedBytes
    // The most that cuts a batch.
    options.maxMemory = try stride(from: needed, to: 0, by: -16384).first { limit in
      options.maxMemory = limit
      return try TokenTrainingSession(parts.tokenJob(options)).plan.partsPerBatch > 1
    }
    let second = try TokenTrainingSession(parts.tokenJob(options)).run()
    let losses = [first, second].map { $0.epochs[0].trainingLoss }
    #expect(abs(losses[0] - losses[1]) < 1e-5 * losses[0], "\(losses)")
  }

  @Test("A trained classifier of the same tags goes on from its head, and one of others begins anew")
  func goesOn() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    _ = try TokenTrainingSession(tiny.tokenJob()).run()
    var job = try tiny.tokenJob()
    job.encoder = tiny.output
    job.output = tiny.root.appendingPathComponent("second")
    let same = try TokenTrainingSession(job)
    #expect(same.plan.newTensors.isEmpty)
    var rows = TinyModel.taggedRows(20)
    for index in rows.indices {
      guard case .words(let words, let tags?) = rows[index].content else { continue }
      rows[index].content = .words(words, tags: tags.map { TokenTag($0.place, $0.label == "BAD" ? "ZZZ" : $0.label) })
    }
    job.output = tiny.root.appendingPathComponent("third")
    job.data = try TokenTrainingData(scheme: .bio, training: rows, validation: [])
    #expect(try TokenTrainingSession(job).plan.newTensors == ["classifier.weight", "classifier.bias"])
  }

  @Test("Early stopping judges the F1 of the entities")
  func stopsEarly() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.tokenOptions()
    options.epochs = 30
    options.earlyStopping = 2
    let outcome = try TokenTrainingSession(tiny.tokenJob(options)).run()
    let values = outcome.epochs.map { $0.validation?.value(for: .f1) ?? -1 }
    #expect(outcome.epochs.count < 30 && outcome.epochs.count == outcome.bestEpoch + 2)
    #expect(values[outcome.bestEpoch - 1] == values.max())
  }

  @Test("What labels of tokens have no use for is refused")
  func refusals() throws {
    let changes: [(name: String, change: (inout TrainingOptions) -> Void)] = [
      ("method", { $0.method = .features }), ("method", { $0.method = .tfidf }), ("metric", { $0.metric = .accuracy }),
      ("long-text", { $0.longText = .headTail }), ("class-weights", { $0.classWeights = .balanced }),
      ("calibrate", { $0.calibrates = true }), ("abstain-precision", { $0.abstainPrecision = 0.9 }),
    ]
    for (name, change) in changes {
      var options = TinyModel.tokenOptions()
      change(&options)
      #expect("\(name)") {
        try options.validateForTokens()
      } throws: {
        if case .option(name, _, _)? = $0 as? TuningError { true } else { false }
      }
    }
    let plain = [TokenRow(.words(["the", "thing"], tags: [.outside, .outside]), line: 1)]
    #expect {
      try TokenTrainingData(scheme: .bio, training: plain, validation: [])
    } throws: {
      if case .noEntities? = $0 as? TuningError { true } else { false }
    }
    let unlabelled = [TokenRow(.words(["the"], tags: nil), line: 7)]
    #expect {
      try TokenTrainingData(scheme: nil, training: unlabelled, validation: [])
    } throws: {
      if case .unlabelledRow(7)? = $0 as? TuningError { true } else { false }
    }
  }
}
