import BertData
import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Heads that descriptions of the labels have a part in, against scikit-learn and SciPy on the vectors of the same encoder:
/// `Scripts/golden/described_heads.py`.
@Suite struct DescribedHeadTests {
  struct Figures: Decodable {
    struct Use: Decodable {
      let form: String
      let factor: Double
    }
    struct Measured: Decodable {
      let log_loss: Double
      let accuracy: Double
    }
    struct Case: Decodable {
      let rows: [AdaptedHeadTests.Figures.Row]
      let descriptions: [[String]]
      let form: String
      let factor: Double
      let best: Use
      let with: Measured
      let without: Measured
      let gain: Double
      let error: Double
      let logits: [[Double]]
      let accuracy: Double
    }
    let vocabulary: [String]
    let config: [String: JSONValue]
    let shapes: [String: [Int]]
    let held: [String]
    let cases: [String: Case]
  }

  static let figures = try? Golden.load(Figures.self, "described-heads.json", target: "BertTuningTests")

  static func descriptions(_ texts: [[String]]) throws -> LabelDescriptions {
    let names = AdaptedHeadTests.labels.names
    return try LabelDescriptions(
      parsing: zip(names, texts).flatMap { name, own in own.map { "\(name)=\($0)" } }.joined(separator: ","))
  }

  static func job(_ figures: Figures, _ golden: Figures.Case, in root: URL) throws -> TrainingJob {
    let data = try TrainingData(
      labels: AdaptedHeadTests.labels,
      training: golden.rows.enumerated().map { Example(text: $1.text, label: $1.label, line: $0 + 2) }, validation: [])
    var options = TrainingOptions()
    options.method = .features
    options.maxLength = 32
    options.labelDescriptions = try descriptions(golden.descriptions)
    var job = TrainingJob(
      encoder: try AdaptedHeadTests.encoder(
        vocabulary: figures.vocabulary, config: figures.config, shapes: figures.shapes, in: root),
      encoderName: "golden", data: data, options: options, output: root.appendingPathComponent("bundle"))
    job.threads = 2
    return job
  }

  @Test func figuresAreThere() { #expect(Self.figures?.cases.count == 3) }

  /// The losses stand on fits that stop at a gradient of 1e-4 per row, which moves them by less than a hundredth; the logits, less
  /// their mean, on single precision's features.
  @Test(arguments: ["as texts", "as the start", "misleading"]) func theReferenceChoosesTheSame(name: String) throws {
    let figures = try #require(Self.figures), golden = try #require(figures.cases[name])
    let root = try AdaptedHeadTests.root()
    defer { try? FileManager.default.removeItem(at: root) }
    let outcome = try TrainingSession(Self.job(figures, golden, in: root)).run()
    let record = try #require(outcome.descriptions)
    #expect(record.use.form.rawValue == golden.form && record.use.factor == golden.factor)
    let best = try #require(record.best), with = try #require(record.with), without = try #require(record.without)
    #expect(best.form.rawValue == golden.best.form && best.factor == golden.best.factor)
    #expect(record.texts == golden.rows.count)
    for (ours, theirs) in [(with, golden.with), (without, golden.without)] {
      #expect(abs(ours.logLoss - theirs.log_loss) < 0.01, "\(name): \(ours), \(theirs)")
      #expect(abs(ours.accuracy - theirs.accuracy) < 1e-9)
    }
    #expect(abs(try #require(record.gain) - golden.gain) < 0.01)
    #expect(abs(try #require(record.standardError) - golden.error) < 0.01)
    #expect(try #require(outcome.note).contains("label descriptions"))
    let answers = try TextClassifier(contentsOf: outcome.bundle, threads: 1).predict(figures.held)
    let size = golden.logits.joined().reduce(1) { max($0, abs($1)) }
    for (answer, expected) in zip(answers, golden.logits) {
      let mean = answer.logits.reduce(0, +) / Double(answer.logits.count)
      for (found, known) in zip(answer.logits, expected) {
        #expect(abs(found - mean - known) < 2e-3 * size, "\(name)")
      }
    }
    // The bundle keeps what was given and what came of it.
    let kept = try #require(try ClassifierBundle(contentsOf: outcome.bundle).record)
    #expect(kept.trainingOptions?.labelDescriptions == (try Self.descriptions(golden.descriptions)))
    let page = try String(contentsOf: try #require(outcome.report), encoding: .utf8)
    #expect(page.contains("label descriptions are"))
  }

  /// Descriptions that help have a part in the head, and those that mislead leave every byte as it is without them.
  @Test func withoutThemTheBytesAreTheSame() throws {
    let figures = try #require(Self.figures)
    func weights(_ name: String, described: Bool, threads: Int = 1) throws -> (Data, Data) {
      let root = try AdaptedHeadTests.root()
      defer { try? FileManager.default.removeItem(at: root) }
      var job = try Self.job(figures, try #require(figures.cases[name]), in: root)
      if !described { job.options.labelDescriptions = nil }
      job.threads = threads
      let bundle = try TrainingSession(job).run().bundle
      return (
        try Data(contentsOf: bundle.appendingPathComponent("model.safetensors")),
        try Data(contentsOf: bundle.appendingPathComponent("config.json"))
      )
    }
    #expect(try weights("misleading", described: true) == weights("misleading", described: false))
    let helped = try weights("as texts", described: true)
    #expect(try helped.0 != weights("as texts", described: false).0)
    #expect(try helped == weights("as texts", described: true, threads: 3))
  }

  @Test(.enabled(if: Oracle.isAvailable)) func transformersGivesTheSameLogits() throws {
    let figures = try #require(Self.figures), root = try AdaptedHeadTests.root()
    defer { try? FileManager.default.removeItem(at: root) }
    let golden = try #require(figures.cases["as the start"])
    let bundle = try TrainingSession(Self.job(figures, golden, in: root)).run().bundle
    let texts = Array(figures.held.prefix(6)), list = root.appendingPathComponent("texts.json")
    try JSONEncoder().encode(texts).write(to: list)
    struct Answer: Decodable { let logits: [[Double]] }
    let told = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/bundle_logits.py"),
      arguments: [bundle.path, "32", list.path])
    let expected = try JSONDecoder().decode(Answer.self, from: Data(told.utf8)).logits
    for (answer, known) in zip(try TextClassifier(contentsOf: bundle, threads: 1).predict(texts), expected) {
      for (found, theirs) in zip(answer.logits, known) { #expect(abs(found - theirs) < 1e-4 * max(1, abs(theirs))) }
    }
  }
}
