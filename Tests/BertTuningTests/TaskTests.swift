import BertData
import BertInference
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Training of several labels a text and of numbers, from the rows to the bundle.
struct TaskTests {
  /// Sentences with any of two telling words: the labels are `bad` and `good`, the number is good less bad.
  static func examples(_ count: Int, seed: UInt64 = 5, isNumber: Bool) -> [Example] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      let flags = [index % 2 == 0, index % 3 == 0]
      var words = (0..<5).map { _ in TinyModel.filler[generator.next(below: TinyModel.filler.count)] }
      for (holds, telling) in zip(flags, [TinyModel.bad, TinyModel.good]) where holds {
        words.insert(telling[generator.next(below: telling.count)], at: generator.next(below: words.count + 1))
      }
      let number = (flags[1] ? 1.0 : 0) - (flags[0] ? 1 : 0)
      return Example(
        text: words.joined(separator: " "), target: isNumber ? .number(number) : .labels(flags), line: index + 2)
    }
  }

  static func data(isNumber: Bool) throws -> TrainingData {
    try TrainingData(
      splitting: examples(240, isNumber: isNumber), labels: LabelSet(names: isNumber ? ["mood"] : ["bad", "good"]),
      validationFraction: 0.25, test: examples(60, seed: 9, isNumber: isNumber), seed: 1)
  }

  private static func options(_ metric: Metric) -> TrainingOptions {
    var options = TinyModel.options()
    options.epochs = 12
    options.metric = metric
    return options
  }

  @Test func severalLabelsAreLearntAndTransformersLoadsThem() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try TrainingSession(tiny.job(Self.options(.microF1), data: Self.data(isNumber: false))).run()
    guard case .multiLabel(let test) = outcome.test, case .multiLabel(let floor) = outcome.majorityTest else {
      Issue.record("\(String(describing: outcome.test))")
      return
    }
    #expect(test.microF1 > 0.9 && test.microF1 > floor.microF1)
    let record = try ClassifierBundle(contentsOf: outcome.bundle).record
    #expect(record.thresholds == test.labels.map(\.threshold))
    let classifier = try TextClassifier(contentsOf: outcome.bundle, threads: 1)
    #expect(classifier.rule == .multiLabel(thresholds: record.thresholds ?? []))
    let judged = try classifier.evaluate(
      Self.examples(60, seed: 9, isNumber: false), labels: LabelSet(names: ["bad", "good"]))
    #expect(judged == outcome.test)
    try expectTransformersAgrees(outcome.bundle, tiny, labels: ["bad", "good"], problem: "multi_label_classification")
  }

  @Test func aNumberIsLearntAndTransformersLoadsIt() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try TrainingSession(tiny.job(Self.options(.mse), data: Self.data(isNumber: true))).run()
    guard case .regression(let test) = outcome.test, case .regression(let floor) = outcome.majorityTest else {
      Issue.record("\(String(describing: outcome.test))")
      return
    }
    #expect(test.r2 ?? 0 > 0.8 && abs(floor.r2 ?? 1) < 0.1)
    let judged = try TextClassifier(contentsOf: outcome.bundle, threads: 1).evaluate(
      Self.examples(60, seed: 9, isNumber: true), labels: LabelSet(names: ["mood"]))
    #expect(judged == outcome.test)
    try expectTransformersAgrees(outcome.bundle, tiny, labels: ["mood"], problem: "regression")
  }

  /// Validation rows that are all alike have no correlation, and the run ends all the same.
  @Test func oneNumberTeachesNothing() {
    let rows = (0..<3).map { Example(text: "a \($0)", target: .number(2), line: $0 + 2) }
    #expect {
      _ = try TrainingData(labels: LabelSet(names: ["stars"]), training: rows, validation: [])
    } throws: { error in
      guard case .tooFewNumbers? = error as? TuningError else { return false }
      return "\(error)".contains("two different numbers")
    }
  }

  @Test func whatCannotBeJudgedIsLearnt() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = Self.options(.pearson)
    options.epochs = 2
    let alike = Self.examples(60, seed: 9, isNumber: true).filter { $0.number == 0 }
    let data = try TrainingData(
      labels: LabelSet(names: ["mood"]), training: Self.examples(60, isNumber: true), validation: alike)
    let outcome = try TrainingSession(tiny.job(options, data: data)).run()
    #expect(outcome.epochs.count == 2 && FileManager.default.fileExists(atPath: outcome.bundle.path))
  }

  /// Numbers in hundreds and in thousandths are learnt as those near 1: R² is what the same rows give in units.
  @Test(arguments: [(400.0, 50.0), (0.002, 1.0)]) func numbersOfAnySizeAreLearnt(unit: Double, start: Double) throws {
    var found: [Double] = []
    for (unit, start) in [(1, 0), (unit, start)] {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      let sized = { (rows: [Example]) in
        rows.map { row in
          Example(text: row.text, target: row.number.map { .number(start + unit * $0) }, line: row.line)
        }
      }
      let data = try TrainingData(
        splitting: sized(Self.examples(240, isNumber: true)), labels: LabelSet(names: ["mood"]),
        validationFraction: 0.25, test: sized(Self.examples(60, seed: 9, isNumber: true)), seed: 1)
      let outcome = try TrainingSession(tiny.job(Self.options(.mse), data: data)).run()
      guard case .regression(let test) = outcome.test else {
        Issue.record("\(String(describing: outcome.test))")
        return
      }
      found.append(test.r2 ?? 0)
    }
    #expect(found[0] > 0.8 && found[1] > 0.8, "\(found)")
  }

  func expectTransformersAgrees(_ bundle: URL, _ tiny: TinyModel, labels: [String], problem: String) throws {
    guard Oracle.isAvailable else { return }
    struct Answer: Decodable {
      let logits: [[Double]]
      let labels: [String]
      let problem_type: String
    }
    let texts = ["a great thing", "it was awful and lovely", "table", "Zz!"]
    let file = tiny.root.appendingPathComponent("texts.json")
    try JSONEncoder().encode(texts).write(to: file)
    let output = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/bundle_logits.py"),
      arguments: [bundle.path, "32", file.path])
    let answer = try JSONDecoder().decode(Answer.self, from: Data(output.utf8))
    #expect(answer.labels == labels && answer.problem_type == problem)
    let predictions = try TextClassifier(contentsOf: bundle, threads: 2).predict(texts)
    for (ours, theirs) in zip(predictions, answer.logits) {
      #expect(zip(ours.logits, theirs).allSatisfy { abs($0 - $1) < 1e-5 * max(1, abs($1)) }, "\(ours.logits) \(theirs)")
    }
  }

  /// A run that was stopped goes on to the same bytes, whatever the task and the number of threads.
  @Test(arguments: [false, true]) func resumedRunsEndWithTheSameBytes(isNumber: Bool) throws {
    let whole = try TinyModel(), broken = try TinyModel()
    defer {
      whole.remove()
      broken.remove()
    }
    var options = Self.options(isNumber ? .mse : .microF1)
    options.epochs = 3
    _ = try TrainingSession(whole.job(options, data: Self.data(isNumber: isNumber))).run()
    var job = try broken.job(options, data: Self.data(isNumber: isNumber))
    job.threads = 2
    var steps = 0
    _ = try? TrainingSession(job).run(
      isCancelled: {
        FileManager.default.fileExists(atPath: broken.root.appendingPathComponent("stop").path)
      },
      onEvent: { event in
        if case .step = event { steps += 1 }
        if steps == 30 {
          _ = FileManager.default.createFile(atPath: broken.root.appendingPathComponent("stop").path, contents: nil)
        }
      })
    #expect(!FileManager.default.fileExists(atPath: broken.output.path))
    job.resume = true
    _ = try TrainingSession(job).run()
    #expect(try whole.weights(whole.output) == broken.weights(broken.output))
  }

  /// The bundle scores as the run was judged, and transformers' logits stay what they are.
  @Test func scoresAreCalibratedAndKept() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.epochs = 2
    options.calibrates = true
    options.abstainPrecision = 0.5
    let outcome = try TrainingSession(
      tiny.job(options, data: TinyModel.data(240, test: TinyModel.examples(60, seed: 9)))
    ).run()
    let record = try ClassifierBundle(contentsOf: outcome.bundle).record
    let temperature = try #require(record.calibration?.temperature)
    #expect(temperature != 1 && outcome.note?.contains("temperature") == true)
    let classifier = try TextClassifier(contentsOf: outcome.bundle, threads: 1)
    #expect(try classifier.evaluate(TinyModel.examples(60, seed: 9), labels: TinyModel.labels) == outcome.test)
    let prediction = try classifier.predict(["a great thing"])[0]
    let expected = Softmax.probabilities(prediction.logits.map { $0 / temperature })
    #expect(prediction.scores == expected)
    let floor = try #require(record.abstainBelow)
    #expect(floor > 0 && floor <= 1)
    // An epoch's figures are those of the outputs as they are.
    let kept = try #require(outcome.epochs.first { $0.epoch == outcome.bestEpoch }?.validation?.classification)
    let judged = try #require(outcome.validation?.classification)
    #expect(judged.accuracy == kept.accuracy && judged.logLoss < kept.logLoss)
    options.abstainPrecision = 1.5
    #expect(throws: TuningError.self) { try TrainingSession(tiny.job(options)) }
  }

  /// What cannot be joined with a task is refused before the encoder is read.
  @Test func optionsOfOtherTasksAreRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    for (name, change) in [
      ("metric", { $0.metric = .accuracy }), ("label-smoothing", { $0.labelSmoothing = 0.1 }),
      ("focal-gamma", { $0.focalGamma = 2 }), ("method", { $0.method = .nbsvm }),
    ] as [(String, (inout TrainingOptions) -> Void)] {
      var options = Self.options(.mse)
      change(&options)
      #expect {
        try TrainingSession(tiny.job(options, data: Self.data(isNumber: true)))
      } throws: {
        if case .option(name, _, _) = $0 as? TuningError { true } else { false }
      }
    }
  }
}
