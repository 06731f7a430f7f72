import BertData
import BertTuning
import Testing

/// What is said about ladders whose outcome is known.
struct RecommendationTests {
  private let truth = (0..<600).map { $0 % 2 }

  /// A rung that has so many rows wrong, spread over both labels; `from` says which.
  private func run(wrong: Int, from first: Int = 0, seconds: Double) -> ComparisonRung.Run {
    let predictions = truth.enumerated().map {
      (first..<first + wrong).contains($0.offset) ? 1 - $0.element : $0.element
    }
    return ComparisonRung.Run(
      seed: 1, figures: ComparedFigures([.accuracy: Double(600 - wrong) / 600, .macroF1: Double(600 - wrong) / 600]),
      trainingSeconds: seconds, rowsPerSecond: 1, peakMemoryBytes: nil, sizeBytes: 0, bundle: nil,
      predictions: .labels(predictions))
  }

  private func text(_ rungs: [(TrainingMethod, ComparisonRung.Run)]) -> String {
    let statistics = RungStatistics(.singleLabel, truth: .labels(truth), labels: 2)
    return Recommendation(
      rungs: rungs.map { statistics.rung($0.0, runs: [$0.1], below: nil) }, statistics: statistics
    ).text
  }

  private var majority: (TrainingMethod, ComparisonRung.Run) { (.majority, run(wrong: 300, seconds: 0)) }

  @Test func aClearGainIsToldInPointsAndTime() {
    let said = text([
      majority, (.tfidf, run(wrong: 120, seconds: 2)), (.features, run(wrong: 100, seconds: 20)),
      (.finetune, run(wrong: 60, seconds: 540)),
    ])
    #expect(said.hasPrefix("The fine-tuned encoder adds 10.0 ± "), "\(said)")
    #expect(said.contains("over TF-IDF, for 9 min of training instead of 2 s: transfer pays."), "\(said)")
    #expect(!said.contains("frozen"), "\(said)")
  }

  @Test func theFrozenEncoderWillDo() {
    let said = text([
      majority, (.tfidf, run(wrong: 120, seconds: 2)), (.features, run(wrong: 62, from: 5, seconds: 20)),
      (.finetune, run(wrong: 60, seconds: 540)),
    ])
    #expect(said.contains("transfer pays. The frozen encoder is within chance of it"), "\(said)")
  }

  @Test func noGainIsSaidPlainly() {
    let within = text([
      majority, (.nbsvm, run(wrong: 60, seconds: 2)), (.finetune, run(wrong: 58, from: 20, seconds: 540)),
    ])
    #expect(
      within.hasPrefix("Transfer does not pay here: the fine-tuned encoder is within chance of NB-SVM"), "\(within)")
    #expect(within.hasSuffix("Take NB-SVM, made in 2 s."), "\(within)")
    let below = text([majority, (.nbsvm, run(wrong: 60, seconds: 2)), (.finetune, run(wrong: 120, seconds: 540))])
    #expect(below.contains("is below NB-SVM (-10.0 ± "), "\(below)")
  }

  @Test func nothingLearntIsSaidToo() {
    let said = text([majority, (.tfidf, run(wrong: 299, seconds: 2)), (.finetune, run(wrong: 300, seconds: 540))])
    #expect(said.contains("Nothing was learned"), "\(said)")
    #expect(text([(.tfidf, run(wrong: 50, seconds: 2))]).hasPrefix("Take TF-IDF"))
  }
}
