import BertBaselines
import BertData
import BertInference
import BertKernels
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Heads on features that texts without labels teach.
struct SelfTaughtTests {
  private struct Figures: Decodable {
    struct Case: Decodable {
      let labels: [Int]
      let features, unlabelled, asked: [Float]
      let plain: Double
      let losses, variances: [Double]
      let gain, error: Double
      let chosen: Int
      let logits: [[Double]]?
    }
    let width, classes: Int
    let counts: [Int]
    let cases: [Case]
  }

  /// The figures of scikit-learn's PCA and LogisticRegression (`Scripts/golden/self_taught.py`): directions that are taken, and
  /// such that are not. Fits that stop at a gradient of 1e-4 a row move the losses by less than a hundredth.
  @Test func theReferenceChoosesTheSame() throws {
    let figures = try Golden.load(Figures.self, "self-taught.json", target: "BertTuningTests")
    #expect(figures.cases.map(\.chosen) == [4, 0])
    func matrix(_ values: [Float]) -> FeatureMatrix {
      FeatureMatrix(rows: values.count / figures.width, columns: figures.width, values: values)
    }
    for golden in figures.cases {
      let trial = try SelfTaughtTrial(
        features: matrix(golden.features),
        targets: .classes(golden.labels, count: figures.classes, weights: nil), unlabelled: matrix(golden.unlabelled),
        Compute(threads: 1))
      let (record, strength) = try #require(trial.choose(isCancelled: { false }))
      #expect(record.components == golden.chosen && record.rows == golden.labels.count)
      #expect(abs(try #require(record.plain) - golden.plain) < 0.01)
      #expect(record.candidates.map(\.components) == figures.counts)
      for (candidate, (loss, variance)) in zip(record.candidates, zip(golden.losses, golden.variances)) {
        #expect(abs(candidate.loss - loss) < 0.01 && abs(candidate.variance - variance) < 1e-6, "\(candidate)")
      }
      #expect(abs(try #require(record.gain) - golden.gain) < 0.01)
      #expect(abs(try #require(record.standardError) - golden.error) < 0.01)
      #expect((strength == nil) == (golden.chosen == 0))
      #expect(trial.choose(isCancelled: { true }) == nil)
      guard let strength, let expected = golden.logits else { continue }
      let logits = trial.head(components: record.components, strength: strength).logits(matrix(golden.asked))
      let size = expected.joined().reduce(1) { max($0, abs($1)) }
      for (row, known) in expected.enumerated() {
        let own = logits[row * figures.classes..<(row + 1) * figures.classes]
        let mean = own.reduce(0, +) / Double(figures.classes)
        for (found, value) in zip(own, known) { #expect(abs(found - mean - value) < 2e-3 * size) }
      }
    }
  }

  /// Texts that are all alike teach nothing, and where each label has one row nothing can be judged.
  @Test func whatTeachesNothingIsSaid() throws {
    let rows = FeatureMatrix(rows: 2, columns: 2, values: [1, 0, 0, 1])
    let targets = LinearTargets.classes([0, 1], count: 2, weights: nil)
    #expect(throws: (any Error).self) {
      try SelfTaughtTrial(
        features: rows, targets: targets,
        unlabelled: FeatureMatrix(rows: 3, columns: 2, values: [1, 2, 1, 2, 1, 2]), Compute(threads: 1))
    }
    let trial = try SelfTaughtTrial(
      features: rows, targets: targets, unlabelled: FeatureMatrix(rows: 3, columns: 2, values: [1, 2, 3, 2, 5, 9]),
      Compute(threads: 1))
    let (record, strength) = try #require(trial.choose(isCancelled: { false }))
    #expect(record.components == 0 && record.plain == nil && strength == nil)
  }

  private static func options(_ selfTaught: SelfTaught?) -> TrainingOptions {
    var options = TinyModel.options()
    options.method = .features
    options.selfTaught = selfTaught
    return options
  }

  /// The bundle is an ordinary one; where no direction helps it has the bytes of a run without such texts.
  @Test func theBundleTellsWhatWasChosen() throws {
    func run(_ selfTaught: SelfTaught?, threads: Int = 1) throws -> (weights: Data, outcome: TrainingOutcome) {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var job = try tiny.job(Self.options(selfTaught), data: TinyModel.data(60))
      if selfTaught != nil {
        job.data.unlabelled = try UnlabelledTexts(
          TinyModel.examples(120, seed: 8), leavingOut: job.data.training + job.data.validation)
      }
      job.threads = threads
      let outcome = try TrainingSession(job).run()
      let record = try ClassifierBundle(contentsOf: tiny.output).record
      #expect(record.trainingOptions?.selfTaught == selfTaught)
      let page = try String(contentsOf: try #require(outcome.report), encoding: .utf8)
      #expect(page.contains("in cross-validation on 45 training rows") == (selfTaught != nil))
      return (try tiny.weights(tiny.output), outcome)
    }
    let (taught, outcome) = try run(.pca), plain = try run(nil)
    let record = try #require(outcome.selfTaught)
    #expect(outcome.unlabelled == nil && plain.outcome.selfTaught == nil)
    #expect(record.rows == 45 && record.candidates.map(\.components).prefix(3) == [4, 8, 16])
    #expect((record.components == 0) == (taught == plain.weights), "\(record)")
    #expect(try run(.pca, threads: 2).weights == taught)
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func isRefused(_ change: (inout TrainingJob) throws -> Void) throws -> Bool {
      var job = try tiny.job(Self.options(.pca))
      job.data.unlabelled = try UnlabelledTexts(TinyModel.examples(40, seed: 8), leavingOut: [])
      try change(&job)
      do {
        _ = try TrainingSession(job)
        return false
      } catch {
        if case .option("self-taught", _, _) = error { return true }
        return false
      }
    }
    #expect(try isRefused { $0.data.unlabelled = nil })
    #expect(try isRefused { $0.options.method = .setfit })
    #expect(try isRefused { $0.options.appendNearest = .label })
    #expect(try !isRefused { _ in })
  }
}
