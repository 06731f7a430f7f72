import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing

/// Learning in bfloat16: a run of its own, with weights in fp32.
@Suite struct PrecisionTests {
  private static func options(_ method: TrainingMethod = .finetune) -> TrainingOptions {
    var options = method == .setfit ? TrainingOptions.ofPairs : TinyModel.options()
    options.method = method
    options.maxLength = 32
    if method == .setfit { options.epochs = 1 }
    options.precision = .bf16
    return options
  }

  /// The weights that a run ends with, and its outcome.
  private func run(
    _ options: TrainingOptions, threads: Int = 1, stopAfter: Int? = nil
  ) throws -> (weights: Data, outcome: TrainingOutcome) {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try tiny.job(options)
    job.threads = threads
    if let stopAfter {
      job.runInterrupted(afterSteps: stopAfter)
      job.resume = true
    }
    let outcome = try TrainingSession(job).run()
    return (try tiny.weights(tiny.output), outcome)
  }

  @Test func threadsAndInterruptionsChangeNothing() throws {
    let plain = try run(Self.options())
    #expect(try run(Self.options(), threads: 2).weights == plain.weights)
    #expect(try run(Self.options(), threads: 2, stopAfter: 5).weights == plain.weights)
    var exact = Self.options()
    exact.precision = nil
    let expected = try run(exact)
    #expect(expected.weights != plain.weights)
    let known = try #require(expected.outcome.validation?.classification?.accuracy)
    let found = try #require(plain.outcome.validation?.classification?.accuracy)
    #expect(abs(found - known) < 0.15, "\(found), in fp32 \(known)")
  }

  /// Each writes a bundle that is read back and answers as the model that learnt, in bfloat16.
  @Test(arguments: [TrainingMethod.lora, .bitfit, .features, .setfit, .knn, .prototypes])
  func methodsLearnInIt(method: TrainingMethod) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    _ = try TrainingSession(tiny.job(Self.options(method), data: TinyModel.data(48))).run()
    let rows = TinyModel.examples(6, seed: 9)
    let exact = try TextClassifier(contentsOf: tiny.output, threads: 1)
    let rounded = try TextClassifier(contentsOf: tiny.output, threads: 1, precision: .bf16)
    #expect(exact.precision == .fp32 && rounded.precision == .bf16)
    let found = try rounded.predict(rows).flatMap(\.logits), expected = try exact.predict(rows).flatMap(\.logits)
    #expect(found != expected)
  }

  @Test func theBundleTellsInWhatItLearnt() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let session = try TrainingSession(tiny.job(Self.options()))
    #expect(session.plan.lines.contains { $0.hasPrefix("precision   bf16") })
    _ = try session.run()
    let record = try ClassifierBundle(contentsOf: tiny.output).record
    #expect(record.trainingOptions?.precision == .bf16 && record.precision == nil)
    #expect(try Precision(of: Checkpoint(at: tiny.output)) == .fp32)
  }

  /// What is the usual one is not written, so that runs of before can be resumed and bundles keep their bytes.
  @Test func theUsualOneIsNotWritten() throws {
    var options = TinyModel.options()
    options.precision = .fp32
    #expect(options == TinyModel.options())
    #expect(try JSONValue(parsing: [UInt8](JSONEncoder().encode(options)))["precision"] == nil)
  }

  @Test func anotherPrecisionIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try tiny.job(Self.options())
    job.runInterrupted(afterSteps: 3)
    job.resume = true
    job.options.precision = nil
    #expect {
      try TrainingSession(job)
    } throws: { error in
      guard case .resumeOptionsDiffer(_, let names)? = error as? TuningError else { return false }
      return names == ["precision"]
    }
    job.resume = false
    job.options.precision = .int8
    #expect {
      try TrainingSession(job)
    } throws: { error in
      guard case .option("precision", "int8", _)? = error as? TuningError else { return false }
      return true
    }
  }

  @Test func maskedTokensAreLearntInIt() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TrainingOptions.ofMaskedTokens
    options.epochs = 1
    options.batchSize = 8
    options.maxLength = 12
    options.precision = .bf16
    var data = try MaskedTrainingData(encoder: tiny.encoder, maxLength: 12, validationShare: 0, seed: 1)
    for row in TinyModel.examples(24) { try data.add(row) }
    var job = MaskedTrainingJob(
      encoder: tiny.encoder, encoderName: "tiny", data: data, options: options, output: tiny.output)
    job.threads = 1
    let session = try MaskedTrainingSession(job)
    #expect(session.plan.lines.contains { $0.hasPrefix("precision   bf16") })
    _ = try session.run()
    let record = try JSONValue(
      parsing: [UInt8](Data(contentsOf: tiny.output.appendingPathComponent("adapt.json"))))
    #expect(record["precision"]?.string == "bf16")
  }
}
