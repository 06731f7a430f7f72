import BertCheckpoint
import BertData
import BertTuning
import Foundation
import Testing

@Suite struct SetFitTests {
  private static func options() -> TrainingOptions {
    var options = TrainingOptions.ofPairs
    options.maxLength = 32
    options.learningRate = 1e-3
    return options
  }

  private static func data(_ count: Int = 48) throws -> TrainingData {
    try TrainingData(
      splitting: TinyModel.examples(count), labels: TinyModel.labels, validationFraction: 0.25, seed: 1)
  }

  /// A random encoder is of no use as it is; pairs teach it which words tell the labels apart.
  @Test func pairsTeachTheEncoder() throws {
    func accuracy(_ options: TrainingOptions) throws -> Double {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      return try #require(
        try TrainingSession(tiny.job(options, data: Self.data(120))).run().validation?.classification?.accuracy)
    }
    var frozen = TinyModel.options()
    frozen.method = .features
    let (taught, before) = (try accuracy(Self.options()), try accuracy(frozen))
    #expect(taught > 0.85)
    #expect(taught > before + 0.15)
  }

  @Test func threadsAndInterruptionsChangeNothing() throws {
    func weights(threads: Int, stopAfter: Int? = nil) throws -> Data {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var job = try tiny.job(Self.options(), data: Self.data())
      job.threads = threads
      if let stopAfter {
        job.runInterrupted(afterSteps: stopAfter)
        job.resume = true
      }
      _ = try TrainingSession(job).run()
      return try tiny.weights(tiny.output)
    }
    let plain = try weights(threads: 1)
    #expect(try weights(threads: 2) == plain)
    #expect(try weights(threads: 1, stopAfter: 5) == plain)
  }

  /// Descriptions that help are texts of the pairs and of the head; threads, a break, and descriptions that mislead leave the
  /// bytes as they are.
  @Test func descriptionsAreLearntWhereTheyHelp() throws {
    func run(_ meanings: [[String]]?, threads: Int = 1, stopAfter: Int? = nil) throws -> (Data, TrainingOutcome) {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var options = Self.options()
      options.labelDescriptions = try meanings.map { try DescribedHeadTests.descriptions($0) }
      // One telling word in two: a random encoder mixes a longer sentence beyond what few texts can undo.
      let data = try TrainingData(
        labels: TinyModel.labels, training: TinyModel.examples(24, words: 1), validation: [])
      var job = try tiny.job(options, data: data)
      job.threads = threads
      if let stopAfter {
        job.runInterrupted(afterSteps: stopAfter)
        job.resume = true
      }
      let outcome = try TrainingSession(job).run()
      return (try tiny.weights(tiny.output), outcome)
    }
    let meanings = [TinyModel.bad, TinyModel.neutral, TinyModel.good]
    let (plain, _) = try run(nil), (helped, outcome) = try run(meanings)
    #expect(outcome.descriptions?.use.form == .texts, "\(String(describing: outcome.descriptions))")
    #expect(outcome.note?.contains("the label descriptions are used as texts") == true)
    #expect(helped != plain)
    #expect(try run(meanings, threads: 2).0 == helped)
    #expect(try run(meanings, stopAfter: 5).0 == helped)
    let (misled, other) = try run([TinyModel.good, TinyModel.bad, TinyModel.neutral])
    #expect(other.descriptions?.use == DescriptionUse.none)
    #expect(misled == plain)
  }

  /// Runs with early stopping over a few rows; with the method `features` the same without pairs.
  private static func stopped(
    rate: Double, epochs: Int, method: TrainingMethod = .setfit, threads: Int = 1, stopAfter: Int? = nil
  ) throws -> (weights: Data, outcome: TrainingOutcome) {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = options()
    options.method = method
    options.epochs = epochs
    options.learningRate = rate
    options.earlyStopping = method == .setfit ? 2 : nil
    var job = try tiny.job(
      options, data: TrainingData(labels: TinyModel.labels, training: TinyModel.examples(24), validation: []))
    job.threads = threads
    if let stopAfter {
      job.runInterrupted(afterSteps: stopAfter)
      job.resume = true
    }
    let outcome = try TrainingSession(job).run()
    return (try tiny.weights(tiny.output), outcome)
  }

  /// At a rate that moves no weight the head gains nothing: the first epoch is kept, and it is the encoder as it came.
  @Test func epochsThatGainNothingEndTheRun() throws {
    let (weights, outcome) = try Self.stopped(rate: 1e-30, epochs: 12)
    #expect(outcome.epochs.map(\.isBest) == [true, false, false] && outcome.bestEpoch == 1)
    #expect(outcome.note?.contains("epoch 1 of 3 has the head") == true)
    #expect(try weights == Self.stopped(rate: 1e-30, epochs: 1, method: .features).weights)
  }

  /// Where the encoder learns, the epochs go on; threads and a break change nothing.
  @Test func epochsThatGainGoOn() throws {
    let (weights, outcome) = try Self.stopped(rate: 1e-3, epochs: 4)
    #expect(outcome.epochs.count == 4 && outcome.bestEpoch == 4)
    #expect(try Self.stopped(rate: 1e-3, epochs: 4, threads: 2).weights == weights)
    #expect(try Self.stopped(rate: 1e-3, epochs: 4, stopAfter: outcome.epochs[0].step + 2).weights == weights)
  }

  @Test func theHeadNeedsTwoRowsOfEachLabel() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = Self.options()
    options.earlyStopping = 1
    let data = try TrainingData(labels: TinyModel.labels, training: TinyModel.examples(5), validation: [])
    #expect {
      try TrainingSession(tiny.job(options, data: data))
    } throws: {
      guard let error = $0 as? TuningError, case .option(let name, _, _) = error else { return false }
      return name == "early-stopping"
    }
  }

  @Test func pairsAreForSetFit() {
    var options = TinyModel.options()
    options.pairs = .unique
    #expect(throws: TuningError.self) { try options.validate(hasValidation: true) }
  }
}
