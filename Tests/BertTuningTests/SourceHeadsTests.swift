import BertData
import BertFeatures
import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Heads of several sources against scikit-learn and scipy on the vectors of the same encoder: `Scripts/golden/source_heads.py`.
@Suite struct SourceHeadsTests {
  struct Figures: Decodable {
    struct Row: Decodable {
      let text: String
      let label: Int
    }
    struct Case: Decodable {
      let weights: [Double]
      let logits: [[Double]]
      let accuracy: Double
    }
    let vocabulary: [String]
    let config: [String: JSONValue]
    let shapes: [String: [Int]]
    let sources: [[Row]]
    let target: [String]
    let few: [Row]
    let held: [Row]
    /// Accuracies of each source's head alone on the held rows.
    let alone: [Double]
    let cases: [String: Case]
  }

  private static func figures() throws -> Figures {
    try Golden.load(Figures.self, "source-heads.json", target: "BertTuningTests")
  }

  private static func rows(_ rows: [Figures.Row], origin: Int = 0) -> [Example] {
    rows.enumerated().map { place, row in
      var example = Example(text: row.text, label: row.label, line: place + 2)
      example.origin = origin
      return example
    }
  }

  private static func job(
    _ figures: Figures, labelled: Bool, isTested: Bool = true, leavingOut label: Int? = nil, in root: URL
  ) throws -> TrainingJob {
    let training = figures.sources.enumerated().flatMap { rows($1, origin: $0) }.filter {
      $0.origin < 2 || $0.label != label
    }
    var data = try TrainingData(
      labels: AdaptedHeadTests.labels, training: training, validation: [], test: isTested ? rows(figures.held) : [])
    data.sources = ["films", "tweets", "books"].map { SourceFile(name: $0) }
    data.target = try TargetDomain(
      texts: figures.target.enumerated().map { Example(text: $1, label: nil, line: $0 + 2) },
      labelled: labelled ? rows(figures.few) : [], isTested: isTested)
    var options = TrainingOptions()
    options.method = .features
    options.adaptation = .ensemble
    options.maxLength = 32
    var job = TrainingJob(
      encoder: try AdaptedHeadTests.encoder(
        vocabulary: figures.vocabulary, config: figures.config, shapes: figures.shapes, in: root),
      encoderName: "golden", data: data, options: options, output: root.appendingPathComponent("bundle"))
    job.threads = 2
    return job
  }

  @Test(arguments: ["labelled", "unlabelled"]) func bundleGivesTheLogitsOfTheReference(name: String) throws {
    let figures = try Self.figures(), golden = try #require(figures.cases[name])
    let root = try AdaptedHeadTests.root()
    defer { try? FileManager.default.removeItem(at: root) }
    let outcome = try TrainingSession(Self.job(figures, labelled: name == "labelled", in: root)).run()
    let texts = figures.held.prefix(golden.logits.count).map(\.text)
    let answers = try TextClassifier(contentsOf: outcome.bundle, threads: 1).predict(texts)
    let size = golden.logits.joined().reduce(1) { max($0, abs($1)) }
    for (answer, expected) in zip(answers, golden.logits) {
      let mean = answer.logits.reduce(0, +) / Double(answer.logits.count)
      for (found, known) in zip(answer.logits, expected) { #expect(abs(found - mean - known) < 2e-3 * size) }
    }
    let receipt = try #require(outcome.transfer).receipt, sources = try #require(receipt.sources)
    #expect(receipt.evidence == .measured && abs(receipt.adapted.accuracy - golden.accuracy) < 1e-9)
    #expect(zip(sources, golden.weights).allSatisfy { abs($0.weight - $1) < 2e-3 }, "\(sources.map(\.weight))")
    #expect(sources.map(\.rows) == [45, 60, 30] && sources.map(\.name) == ["films", "tweets", "books"])
    #expect(zip(sources, figures.alone).allSatisfy { abs($0.accuracy - $1) < 1e-9 })
    // Labels that say nothing are found out by labelled texts of the target, and not by likeness.
    let words = try #require(outcome.transfer).sentences.joined(separator: "\n")
    #expect((sources[2].weight == 0) == (name == "labelled"))
    #expect(words.contains("Without part in the classifier: books") == (name == "labelled"), "\(words)")
  }

  /// Without a test the labelled texts of the target measure, each by weights chosen on the others; without these it is estimated.
  @Test func evidenceIsHeldOutOrEstimated() throws {
    let figures = try Self.figures(), root = try AdaptedHeadTests.root()
    defer { try? FileManager.default.removeItem(at: root) }
    let measured = try #require(
      try TrainingSession(Self.job(figures, labelled: true, isTested: false, in: root)).run().transfer)
    #expect(measured.receipt.evidence == .measured && measured.receipt.estimates == nil)
    #expect(measured.sentences.joined().contains("held out of the weighting"))
    // Shares of 24 texts.
    let right = measured.receipt.adapted.accuracy * 24
    #expect(abs(right - right.rounded()) < 1e-9)
    let other = try AdaptedHeadTests.root()
    defer { try? FileManager.default.removeItem(at: other) }
    let estimated = try #require(
      try TrainingSession(Self.job(figures, labelled: false, isTested: false, in: other)).run().transfer)
    #expect(Set(estimated.receipt.estimates?.map(\.evidence) ?? []) == [.atc, .doc, .weighted])
    #expect(estimated.receipt.sources?.count == 3)
  }

  @Test func whatCannotBeWeightedIsRefused() throws {
    let figures = try Self.figures(), root = try AdaptedHeadTests.root()
    defer { try? FileManager.default.removeItem(at: root) }
    func refusal(_ change: (inout TrainingJob) -> Void, leavingOut label: Int? = nil) throws -> String {
      var job = try Self.job(figures, labelled: false, leavingOut: label, in: root)
      change(&job)
      let error = #expect(throws: TuningError.self) { try TrainingSession(job) }
      return "\(try #require(error))"
    }
    #expect(try refusal({ _ in }, leavingOut: 1).contains("books: has no row to learn the label 'neu' from"))
    #expect(try refusal { $0.data.sources = [] }.contains("weights several sources, and there is one"))
    #expect(try refusal { $0.options.adaptation = .coral }.contains("is for one source"))
    #expect(try refusal { $0.options.adaptation = nil }.contains("the rows are of several sources"))
  }
}
