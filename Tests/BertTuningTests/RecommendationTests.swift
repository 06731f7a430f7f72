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
    #expect(said.hasPrefix("The fine-tuned encoder adds 10.0 points of macro F1, 95 % interval "), "\(said)")
    #expect(said.contains("over TF-IDF, for 9 min of training instead of 2 s: transfer pays."), "\(said)")
    #expect(!said.contains("frozen"), "\(said)")
  }

  @Test func theFrozenEncoderWillDo() {
    let said = text([
      majority, (.tfidf, run(wrong: 120, seconds: 2)), (.features, run(wrong: 62, seconds: 20)),
      (.finetune, run(wrong: 60, seconds: 540)),
    ])
    #expect(
      said.contains("transfer pays. The frozen encoder is not behind it by more than 2 points of macro F1"), "\(said)")
    // As near by the figure, but on other rows, so that it may be farther.
    let open = text([
      majority, (.tfidf, run(wrong: 120, seconds: 2)), (.features, run(wrong: 62, from: 40, seconds: 20)),
      (.finetune, run(wrong: 60, seconds: 540)),
    ])
    #expect(open.contains("Whether the frozen encoder would do, which takes 20 s, is open"), "\(open)")
  }

  @Test func noGainIsSaidPlainly() {
    let within = text([
      majority, (.nbsvm, run(wrong: 60, seconds: 2)), (.finetune, run(wrong: 58, seconds: 540)),
    ])
    #expect(
      within.hasPrefix(
        "Transfer does not pay here: the fine-tuned encoder is not ahead of NB-SVM by more than 2 points"),
      "\(within)")
    #expect(within.hasSuffix("Take NB-SVM, made in 2 s."), "\(within)")
    let below = text([majority, (.nbsvm, run(wrong: 60, seconds: 2)), (.finetune, run(wrong: 120, seconds: 540))])
    #expect(below.contains("is below NB-SVM (-10.0 points of macro F1, 95 % interval -1"), "\(below)")
  }

  /// No evidence for either is no evidence for the cheaper one.
  @Test func whatRowsCannotTellIsOpen() {
    let said = text([
      majority, (.nbsvm, run(wrong: 66, seconds: 2)), (.finetune, run(wrong: 58, from: 40, seconds: 540)),
    ])
    #expect(
      said.hasPrefix(
        "Whether transfer pays is open: on 600 test rows the fine-tuned encoder is ahead of NB-SVM by 1.3 points"),
      "\(said)")
    #expect(said.contains("test rows would tell. Until then fine-tuned encoder has"), "\(said)")
    #expect(!said.contains("does not pay") && !said.contains("transfer pays."), "\(said)")
  }

  @Test func nothingLearntIsSaidToo() {
    let said = text([majority, (.tfidf, run(wrong: 299, seconds: 2)), (.finetune, run(wrong: 300, seconds: 540))])
    #expect(said.hasPrefix("Nothing was learned"), "\(said)")
    let unclear = text([
      majority, (.tfidf, run(wrong: 290, from: 150, seconds: 2)), (.finetune, run(wrong: 300, seconds: 540)),
    ])
    #expect(unclear.hasPrefix("The rows do not show that anything was learned"), "\(unclear)")
    #expect(text([(.tfidf, run(wrong: 50, seconds: 2))]).hasPrefix("Take TF-IDF"))
  }
}
