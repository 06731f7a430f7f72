import BertBaselines
import BertData
import BertInference
import BertTuning
import Foundation
import Testing
import _TestSupport

struct BaselineBundleTests {
  static let methods: [TrainingMethod] = [.tfidf, .nbsvm, .fasttext, .word2vec]

  private func job(_ method: TrainingMethod, _ tiny: TinyModel) throws -> BaselineJob {
    var options = BaselineOptions(method)
    options.fastText?.dimensions = 16
    return BaselineJob(
      data: try TinyModel.data(120, test: TinyModel.examples(30, seed: 5)), options: options, output: tiny.output)
  }

  @Test(arguments: methods)
  func opensLikeAnyOther(method: TrainingMethod) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try BaselineSession(job(method, tiny)).run()
    // All words of these sentences have like neighbours, so that vectors of neighbours tell them apart by chance alone.
    let least = method == .word2vec ? 0.5 : 0.9
    #expect(
      (outcome.validation?.classification?.accuracy ?? 0) > least
        && (outcome.test?.classification?.accuracy ?? 0) > least)
    let classifier = try TextClassifier(contentsOf: tiny.output, threads: 2)
    let again = try TextClassifier(contentsOf: tiny.output, threads: 1)
    let rows = TinyModel.examples(30, seed: 5)
    #expect(
      try ClassifierChecks.violations(
        of: classifier, rows: rows, others: [("another number of threads", again)], tolerance: 0) == [])
    #expect(try classifier.evaluate(rows, labels: TinyModel.labels) == outcome.test)
    let record = try #require(classifier.record)
    #expect(record.formatVersion == 3 && record.method.rawValue == method.rawValue && record.encoder == nil)
    #expect(record.baseline?.method == method && record.metrics.test == outcome.test)
    #expect(record.data.trainingRows == 90 && record.data.validationRows == 30)
    let lines = try String(contentsOf: tiny.output.appendingPathComponent("metrics.jsonl"), encoding: .utf8)
      .split(separator: "\n")
    #expect(lines.count == outcome.epochs.count)
    #expect(try FileManager.default.contentsOfDirectory(atPath: tiny.root.path).sorted() == ["bundle", "encoder"])
  }

  @Test func theSameBytesTwice() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    for method in Self.methods {
      _ = try BaselineSession(job(method, tiny)).run()
      let first = try tiny.weights(tiny.output)
      _ = try BaselineSession(job(method, tiny)).run()
      #expect(try tiny.weights(tiny.output) == first, "\(method)")
    }
  }

  /// Each way in which a bundle can be spoilt, and the case of its error.
  @Test(
    arguments: [
      ("vocabulary-words.txt", .grown, "tokenizerChanged"), ("vocabulary-words.txt", .removed, "fileMissing"),
      ("bertft.json", .cut, "fileMalformed"),
      ("bertft.json", .replaced("\"format_version\" : 3", "\"format_version\" : 99"), "newerFormat"),
      ("bertft.json", .replaced("\"neg\",", "\"neg\", \"more\","), "fileMalformed"),
      ("bertft.json", .replaced("\"minimum_rows\" : 1", "\"minimum_rows\" : 0"), "fileMalformed"),
      ("bertft.json", .replaced("vocabulary-words.txt", "vocabulary-wirds.txt"), "fileMalformed"),
      ("bertft.json", .replaced("vocabulary-words.txt", "vocabulary-/../words.txt"), "fileMalformed"),
      ("model.safetensors", .cut, "checkpoint"), ("model.safetensors", .removed, "checkpoint"),
    ] as [(String, FileDamage, String)])
  func aSpoiltBundleIsATypedError(file: String, damage: FileDamage, expected: String) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    _ = try BaselineSession(job(.tfidf, tiny)).run()
    // A list of words that the record names and that the method does not know.
    try FileManager.default.copyItem(
      at: tiny.output.appendingPathComponent("vocabulary-words.txt"),
      to: tiny.output.appendingPathComponent("vocabulary-wirds.txt"))
    try damage.strike(tiny.output.appendingPathComponent(file))
    try tiny.expectRefusal(as: expected)
  }

  @Test func theWeightsOfAnEncoderAreNotThoseOfASimpleModel() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    _ = try BaselineSession(job(.tfidf, tiny)).run()
    let weights = tiny.output.appendingPathComponent("model.safetensors")
    try FileManager.default.removeItem(at: weights)
    try FileManager.default.copyItem(at: tiny.encoder.appendingPathComponent("model.safetensors"), to: weights)
    try tiny.expectRefusal(as: "fileMalformed")
  }

  /// Scores are those of the calibrated outputs, whose log loss on the rows that they are fitted to is never above that of
  /// the others; and no label is given where too few are right.
  @Test func scoresAreCalibratedAndKept() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    // One label of five is wrong, so that nothing is sure.
    let rows = TinyModel.examples(160).enumerated().map { place, row in
      Example(
        text: row.text, label: ((row.label ?? 0) + (place % 5 == 0 ? 1 : 0)) % TinyModel.labels.count, line: row.line)
    }
    var plain = BaselineJob(
      data: try TrainingData(splitting: rows, labels: TinyModel.labels, validationFraction: 0.25, seed: 1),
      options: BaselineOptions(.nbsvm), output: tiny.output)
    plain.calibrates = false
    let before = try BaselineSession(plain).run()
    #expect(try TextClassifier(contentsOf: tiny.output, threads: 1).record?.calibration == nil)
    var job = plain
    job.calibrates = true
    job.abstainPrecision = 0.6
    let outcome = try BaselineSession(job).run()
    let classifier = try TextClassifier(contentsOf: tiny.output, threads: 1)
    let temperature = try #require(classifier.record?.calibration?.temperature)
    #expect(classifier.record?.abstainBelow != nil && temperature > 0 && temperature != 1)
    let fitted = try #require(outcome.validation?.classification), raw = try #require(before.validation?.classification)
    #expect(fitted.logLoss < raw.logLoss && fitted.accuracy == raw.accuracy)
    for prediction in try classifier.predict(["a great thing", "awful", "table"]) {
      let weights = prediction.logits.map { exp($0 / temperature) }, sum = weights.reduce(0, +)
      #expect(zip(prediction.scores, weights).allSatisfy { abs($0 - $1 / sum) < 1e-9 })
    }
    job.abstainPrecision = 2
    #expect(throws: TuningError.self) { try BaselineSession(job) }
  }

  @Test func whatIsNoMethodOfItsOwnIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    #expect(throws: TuningError.self) { try BaselineSession(self.job(.majority, tiny)) }
    var options = BaselineOptions(.tfidf)
    options.strength = -1
    let job = BaselineJob(data: try TinyModel.data(), options: options, output: tiny.output)
    #expect(throws: TuningError.self) { try BaselineSession(job) }
    var encoder = TinyModel.options()
    encoder.method = .tfidf
    #expect(throws: TuningError.self) { try TrainingSession(tiny.job(encoder)) }
  }

  @Test func standsBesideTheEncoder() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var reports: [BaselineReport] = []
    let data = try TinyModel.data(120, test: TinyModel.examples(30, seed: 5))
    let outcome = try TrainingSession(tiny.job(data: data)).run(onEvent: {
      if case .baseline(let report) = $0 { reports.append(report) }
    })
    #expect(reports.count == 1 && reports[0].validation == outcome.baselineValidation)
    #expect(
      (outcome.baselineValidation?.classification?.accuracy ?? 0) > 0.9
        && (outcome.baselineTest?.classification?.accuracy ?? 0) > 0.9)
    let record = try #require(try TextClassifier(contentsOf: tiny.output, threads: 1).record)
    #expect(record.metrics.baselineValidation == outcome.baselineValidation)
    #expect(record.metrics.baselineTest == outcome.baselineTest)
  }
}
