import BertBaselines
import BertData
import BertInference
import BertTuning
import Foundation
import Testing

/// Few rows, each judged by a model that did not learn from it.
struct CrossValidationTests {
  private static func data(_ examples: [Example], folds: Int? = 5, test: [Example] = []) throws -> TrainingData {
    var data = try TrainingData(labels: TinyModel.labels, training: examples, validation: [], test: test)
    data.folds = folds
    return data
  }

  /// Texts that tell nothing about their labels: whoever judges rows that were learnt from finds them all right.
  private static func noise(_ count: Int) -> [Example] {
    var generator = SeededGenerator(seed: 5)
    return (0..<count).map { row in
      Example(
        text: (0..<8).map { _ in TinyModel.vocabulary[5 + generator.next(below: 22)] }.joined(separator: " "),
        label: generator.next(below: 3), line: row + 2)
    }
  }

  @Test(arguments: [TrainingMethod.finetune, .features]) func judgesRowsThatWereNotLearntFrom(
    method: TrainingMethod
  ) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.method = method
    options.epochs = 30
    let outcome = try TrainingSession(tiny.job(options, data: Self.data(Self.noise(90)))).run()
    let metrics = try #require(outcome.validation?.classification)
    #expect(outcome.folds == 5 && metrics.rows == 90)
    #expect(metrics.accuracy < 0.55)
    let baseline = try #require(outcome.baselineValidation?.classification)
    #expect(baseline.rows == 90 && baseline.accuracy < 0.55)
    #expect(outcome.majorityValidation?.rows == 90)
    let record = try ClassifierBundle(contentsOf: outcome.bundle).record
    #expect(record.data.folds == 5 && record.data.trainingRows == 90 && record.data.validationRows == 0)
    // The model of the bundle learnt from all of them.
    if method == .finetune {
      let known = try TextClassifier(contentsOf: outcome.bundle, threads: 1)
        .evaluate(Self.noise(90), labels: TinyModel.labels)
      #expect(known.classification?.accuracy ?? 0 > 0.7)
    }
  }

  @Test func findsWhatThereIsToLearn() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.epochs = 12
    options.calibrates = true
    var warnings: [TrainingWarning] = []
    let outcome = try TrainingSession(tiny.job(options, data: Self.data(TinyModel.examples(150)))).run(onEvent: {
      event in
      if case .warning(let warning) = event { warnings.append(warning) }
    })
    #expect(outcome.validation?.classification?.accuracy ?? 0 > 0.85)
    #expect(warnings.isEmpty)
    #expect(try ClassifierBundle(contentsOf: outcome.bundle).record.calibration != nil)
  }

  /// The models of the parts have no rows to choose an epoch by, which is said before the first of them learns.
  @Test(arguments: [TrainingMethod.finetune, .auto]) func earlyStoppingNeedsRowsOfItsOwn(method: TrainingMethod) throws
  {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.method = method
    options.earlyStopping = 2
    let job = try tiny.job(options, data: Self.data(TinyModel.examples(30)))
    #expect {
      if method == .auto { _ = try AutomaticSession(job) } else { _ = try TrainingSession(job) }
    } throws: {
      guard let error = $0 as? TuningError, case .option(let name, _, _) = error else { return false }
      return name == "early-stopping"
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: tiny.root.path) == ["encoder"])
  }

  /// What a run shares with the models of its parts changes nothing: each part's figures are those of a run of its own.
  @Test(arguments: [TrainingMethod.features, .prototypes, .knn]) func partsAreRunsOfTheirOwn(
    method: TrainingMethod
  ) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.method = method
    let rows = TinyModel.examples(24)
    var part = 0, reading: Set<Int> = []
    let outcome = try TrainingSession(tiny.job(options, data: Self.data(rows, folds: 3))).run(onEvent: { event in
      switch event {
      case .fold(let number, _): part = number
      case .features: reading.insert(part)
      default: break
      }
    })
    // The encoder reads each text once: those of the first part in it, and then there are no others.
    #expect(reading == [1])
    let whole = try tiny.weights(tiny.output)
    try FileManager.default.removeItem(at: tiny.output)
    var right = 0.0
    for part in StratifiedSplit.folds(targets: rows.compactMap(\.target), count: 3, seed: options.seed) {
      let training = rows.indices.filter { !part.contains($0) }.map { rows[$0] }
      let own = try TrainingSession(
        tiny.job(options, data: Self.data(training, folds: nil, test: part.map { rows[$0] }))
      ).run()
      right += try #require(own.test?.classification?.accuracy) * Double(part.count)
      try FileManager.default.removeItem(at: tiny.output)
    }
    let accuracy = try #require(outcome.validation?.classification?.accuracy)
    #expect(abs(accuracy - right / 24) < 1e-12)
    _ = try TrainingSession(tiny.job(options, data: Self.data(rows, folds: nil))).run()
    #expect(try tiny.weights(tiny.output) == whole)
  }

  /// Two rows that are right say nothing.
  @Test func fewRowsGiveNoVerdict() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var warnings: [TrainingWarning] = []
    _ = try TrainingSession(tiny.job(data: Self.data(TinyModel.examples(12)))).run(onEvent: { event in
      if case .warning(let warning) = event { warnings.append(warning) }
    })
    guard case .fewJudging(let rows, let low, let high) = warnings.first, warnings.count == 1 else {
      Issue.record("\(warnings)")
      return
    }
    #expect(rows == 12 && low < high && high - low > 0.2)
  }

  /// A run that was stopped in any part goes on, and ends with the bytes of one that was not.
  @Test(arguments: [10, 45]) func resumedRunsEndWithTheSameBytes(stop: Int) throws {
    let whole = try TinyModel(), broken = try TinyModel()
    defer {
      whole.remove()
      broken.remove()
    }
    let data = try Self.data(TinyModel.examples(48), folds: 3)
    let expected = try TrainingSession(whole.job(data: data)).run()
    var job = try broken.job(data: data)
    job.threads = 2
    let flag = broken.root.appendingPathComponent("stop")
    var steps = 0
    #expect {
      _ = try TrainingSession(job).run(
        isCancelled: { FileManager.default.fileExists(atPath: flag.path) },
        onEvent: { event in
          if case .step = event { steps += 1 }
          if steps == stop { _ = FileManager.default.createFile(atPath: flag.path, contents: nil) }
        })
    } throws: {
      guard case .interrupted(let checkpoint?) = $0 as? TuningError else { return false }
      return checkpoint == broken.partial.path
    }
    try FileManager.default.removeItem(at: flag)
    #expect(FileManager.default.fileExists(atPath: broken.partial.path))
    job.resume = true
    let outcome = try TrainingSession(job).run()
    #expect(try whole.weights(whole.output) == broken.weights(broken.output))
    #expect(outcome.validation == expected.validation)
    #expect(!FileManager.default.fileExists(atPath: broken.partial.path))
  }

  @Test func simpleModelsAreCrossValidatedToo() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let noise = try BaselineSession(
      BaselineJob(data: Self.data(Self.noise(90)), options: BaselineOptions(.nbsvm), output: tiny.output)
    ).run()
    #expect(noise.folds == 5 && noise.validation?.rows == 90)
    #expect(noise.validation?.classification?.accuracy ?? 1 < 0.55)
    let telling = try BaselineSession(
      BaselineJob(data: Self.data(TinyModel.examples(150)), options: BaselineOptions(.tfidf), output: tiny.output)
    ).run()
    #expect(telling.validation?.classification?.accuracy ?? 0 > 0.9)
    #expect(try ClassifierBundle(contentsOf: tiny.output).record.data.folds == 5)
  }
}
