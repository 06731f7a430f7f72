import BertBaselines
import BertData
import BertInference
import BertTuning
import Foundation
import Testing
import _TestSupport

/// The simple models and frozen features on several labels a text and on numbers, from the rows to the bundle.
struct SimpleTaskTests {
  private static let labels = ["bad", "good"]

  private func job(_ method: TrainingMethod, isNumber: Bool, _ tiny: TinyModel) throws -> BaselineJob {
    var options = BaselineOptions(method)
    options.fastText?.dimensions = 16
    return BaselineJob(data: try TaskTests.data(isNumber: isNumber), options: options, output: tiny.output)
  }

  /// A figure of which more is better.
  private func figure(_ metrics: TaskMetrics?) throws -> Double {
    let metrics = try #require(metrics)
    return try #require(metrics.value(for: metrics.problem == .regression ? .r2 : .microF1))
  }

  private func expectBundle(_ outcome: TrainingOutcome, isNumber: Bool, least: Double) throws {
    #expect(try figure(outcome.test) > least && figure(outcome.test) > figure(outcome.majorityTest))
    let classifier = try TextClassifier(contentsOf: outcome.bundle, threads: 1)
    let held = TaskTests.examples(60, seed: 9, isNumber: isNumber)
    #expect(try classifier.evaluate(held, labels: LabelSet(names: isNumber ? ["mood"] : Self.labels)) == outcome.test)
    let record = try #require(classifier.record)
    if case .multiLabel(let test) = outcome.test {
      // A quarter of the rows is held, so that each label has enough of either kind for a threshold.
      #expect(record.thresholds == test.labels.map(\.threshold) && outcome.note?.contains("thresholds of 2") == true)
      #expect(record.thresholds?.contains(OutputRule.usualThreshold) == false)
    } else {
      #expect(record.thresholds == nil && classifier.rule == .regression())
    }
    #expect(try String(contentsOf: #require(outcome.report), encoding: .utf8).contains(isNumber ? "R²" : "Micro F1"))
  }

  @Test(arguments: [(TrainingMethod.tfidf, 0.9), (.nbsvm, 0.9), (.fasttext, 0.9), (.word2vec, 0.5)])
  func simpleModelsLearnSeveralLabels(method: TrainingMethod, least: Double) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try BaselineSession(job(method, isNumber: false, tiny)).run()
    try expectBundle(outcome, isNumber: false, least: least)
    let record = try ClassifierBundle(contentsOf: outcome.bundle).record
    #expect(record.formatVersion == 5 && record.baseline?.problem == .multiLabel)
  }

  /// Vectors of neighbours tell these words apart by chance alone: that they beat the mean is all there is to ask.
  @Test(arguments: [(TrainingMethod.tfidf, 0.9), (.word2vec, 0)])
  func simpleModelsLearnANumber(method: TrainingMethod, least: Double) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try BaselineSession(job(method, isNumber: true, tiny)).run()
    try expectBundle(outcome, isNumber: true, least: least)
    let record = try ClassifierBundle(contentsOf: outcome.bundle).record
    #expect(record.formatVersion == 5 && record.baseline?.problem == .regression)
  }

  @Test(arguments: [TrainingMethod.nbsvm, .fasttext])
  func whatLearnsLabelsAloneRefusesANumber(method: TrainingMethod) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    #expect {
      try BaselineSession(job(method, isNumber: true, tiny))
    } throws: {
      guard case .option("method", _, let rule) = $0 as? TuningError else { return false }
      return rule == "learns labels, and this task is a number"
    }
  }

  /// A program of before these tasks must not take the outputs for classes.
  @Test func aBundleWhoseRecordLacksTheTaskIsRefused() throws {
    for (isNumber, problem) in [(false, "multi_label_classification"), (true, "regression")] {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      _ = try BaselineSession(job(.tfidf, isNumber: isNumber, tiny)).run()
      let file = tiny.output.appendingPathComponent("bertft.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.contains("\"problem\" : \"\(problem)\","))
      try Data(text.replacingOccurrences(of: "\"problem\" : \"\(problem)\",", with: "").utf8).write(to: file)
      try tiny.expectRefusal(as: "fileMalformed")
    }
  }

  @Test(arguments: [false, true])
  func frozenFeaturesLearnThemAndTransformersLoadsThem(isNumber: Bool) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.method = .features
    options.metric = isNumber ? .mse : .microF1
    let outcome = try TrainingSession(tiny.job(options, data: TaskTests.data(isNumber: isNumber))).run()
    // The encoder is random.
    try expectBundle(outcome, isNumber: isNumber, least: isNumber ? 0.2 : 0.6)
    #expect(outcome.note?.contains("cross-validation") == true)
    // The simple model beside it.
    #expect(try figure(outcome.baselineTest) > 0.9 && figure(outcome.baselineValidation) > 0.9)
    try TaskTests().expectTransformersAgrees(
      outcome.bundle, tiny, labels: isNumber ? ["mood"] : Self.labels,
      problem: isNumber ? "regression" : "multi_label_classification")
  }

  @Test(arguments: [false, true])
  func fewRowsAreCrossValidated(isNumber: Bool) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var data = try TrainingData(
      labels: LabelSet(names: isNumber ? ["mood"] : Self.labels),
      training: TaskTests.examples(60, isNumber: isNumber), validation: [])
    data.folds = 5
    let outcome = try BaselineSession(BaselineJob(data: data, options: BaselineOptions(.tfidf), output: tiny.output))
      .run()
    #expect(outcome.folds == 5 && outcome.validation?.rows == 60)
    // Of a number scikit-learn's Ridge gives 0.16 to 0.31 on such parts, at the same penalty.
    #expect(
      try figure(outcome.validation) > (isNumber ? 0.1 : 0.7)
        && figure(outcome.validation) > figure(outcome.majorityValidation))
    var options = TinyModel.options()
    options.method = .features
    options.metric = isNumber ? .mse : .microF1
    let beside = try TrainingSession(tiny.job(options, data: data)).run()
    // The same model of the same parts.
    #expect(beside.baselineValidation == outcome.validation)
  }

  @Test(arguments: [false, true])
  func aComparisonClimbsTheirLadder(isNumber: Bool) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let methods: [TrainingMethod] = [.majority, .tfidf, .nbsvm, .fasttext, .features, .finetune].filter {
      $0.learns(isNumber ? .regression : .multiLabel)
    }
    #expect(methods.count == (isNumber ? 4 : 6))
    var options = TinyModel.options()
    options.method = .auto
    options.epochs = 1
    options.metric = isNumber ? .mse : .microF1
    var job = ComparisonJob(
      data: try TaskTests.data(isNumber: isNumber), methods: methods, options: options, seeds: [1], output: tiny.output)
    job.encoder = tiny.encoder
    job.threads = 1
    job.drawsCurve = true
    var session = try ComparisonSession(job)
    let record = try session.run()
    #expect(record.rungs.map(\.method) == methods && record.truth.count == 60 && record.formatVersion == 2)
    let deciding: Metric = isNumber ? .r2 : .macroF1
    for rung in record.rungs {
      #expect(rung.figures.metrics.deciding == deciding && rung.interval.count == 2)
      guard let name = rung.runs[0].bundle else { continue }
      let judged = try TextClassifier(contentsOf: tiny.output.appendingPathComponent(name), threads: 1).evaluate(
        job.data.test, labels: job.data.labels)
      #expect(judged.value(for: deciding) == rung.figures.deciding)
    }
    #expect(record.rungs[1].figures.deciding > 0.9)
    #expect(record.rungs[1].against?.isGain == true && (record.rungs[1].against?.mcnemarP == nil) == isNumber)
    #expect(record.recommendation?.contains("points of \(isNumber ? "R²" : "macro F1")") == true)
    #expect(!record.curve.isEmpty && record.curve.allSatisfy { $0.figures.metrics.deciding == deciding })
    // What is read back is what was written, and figures are made of it again.
    job.resume = true
    var resumed = try ComparisonSession(job)
    let again = try resumed.run()
    #expect(again.rungs.map(\.figures) == record.rungs.map(\.figures))
    #expect(again.rungs.map(\.against) == record.rungs.map(\.against) && again.truth == record.truth)
    let text = try String(contentsOf: tiny.output.appendingPathComponent("compare.json"), encoding: .utf8)
    #expect(text.contains(isNumber ? "\"r2_interval\"" : "\"micro_f1\"") && text.contains("\"format_version\":2"))

    // So are those of a merged part. Its true numbers are whole: the task says that they are no labels.
    let place = tiny.root.appendingPathComponent("merged")
    guard case .one(let merged) = try ComparisonMerge([tiny.output], output: place).run() else {
      Issue.record("not one ladder")
      return
    }
    #expect(merged.truth == record.truth && merged.rungs.map(\.figures) == record.rungs.map(\.figures))
    #expect(merged.rungs.map(\.against) == record.rungs.map(\.against))
    for (number, name) in ["", ".", "../bundle", tiny.encoder.path].enumerated() {
      var other = record
      other.rungs[1].runs[0].bundle = name
      try JSONEncoder().encode(other).write(to: place.appendingPathComponent("compare.json"))
      let whole = tiny.root.appendingPathComponent("whole\(number)")
      #expect("\(name)") {
        try ComparisonMerge([place], output: whole).run()
      } throws: { error in
        if case TuningError.fileMalformed = error { true } else { false }
      }
    }
  }
}
