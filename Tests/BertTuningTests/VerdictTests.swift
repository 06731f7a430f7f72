import BertData
import BertTuning
import Testing
import _TestSupport

/// What rows can tell of two methods, against scipy's bootstrap and binomial test (`Scripts/golden/verdicts.py`).
struct VerdictTests {
  private struct Figures: Decodable {
    /// Answers of two classifiers, a digit a row, and what follows of them.
    struct Case: Decodable {
      let truth, first, second: String
      let outcome: String
      let figure: String?
      let gain, low, high, p: Double
      let only_first, only_second: Int
    }
    /// How often each outcome is told of what is known.
    struct Rate: Decodable {
      let truth: String
      let rows: Int
      let better, worse, not_better: Double
    }
    let cases: [Case]
    let rates: [Rate]
  }

  private static func figures() throws -> Figures {
    try Golden.load(Figures.self, "verdicts.json", target: "BertTuningTests")
  }

  private static func labels(_ digits: String) -> [Int] { digits.compactMap(\.wholeNumberValue) }

  /// A rung of one run with such answers.
  private static func rung(
    _ method: TrainingMethod, _ answers: [Int], _ truth: [Int], _ statistics: RungStatistics
  ) -> ComparisonRung {
    let classes = (truth.max() ?? 0) + 1
    let metrics = ClassificationMetrics(
      labels: (0..<classes).map(String.init), truth: truth,
      probabilities: answers.map { answer in (0..<classes).map { $0 == answer ? 1 : 0 } })
    let run = ComparisonRung.Run(
      seed: 1, figures: ComparedFigures([.accuracy: metrics.accuracy, .macroF1: metrics.macroF1]), trainingSeconds: 2,
      rowsPerSecond: 1, peakMemoryBytes: nil, sizeBytes: 0, bundle: nil, predictions: .labels(answers))
    return statistics.rung(method, runs: [run], below: nil)
  }

  private static func recommendation(
    _ truth: [Int], _ encoder: [Int], _ simple: [Int], seen: [Int] = []
  ) -> Recommendation {
    let statistics = RungStatistics(.singleLabel, truth: .labels(truth), labels: (truth.max() ?? 0) + 1)
    return Recommendation(
      rungs: [rung(.tfidf, simple, truth, statistics), rung(.finetune, encoder, truth, statistics)],
      statistics: statistics, seen: seen)
  }

  @Test func outcomesAreThoseOfTheRule() throws {
    let figures = try Self.figures()
    for (number, known) in figures.cases.enumerated() {
      let truth = Self.labels(known.truth)
      let verdict = try #require(
        Self.recommendation(truth, Self.labels(known.first), Self.labels(known.second)).verdict)
      #expect(verdict.outcome.rawValue == known.outcome && verdict.figure?.rawValue == known.figure, "\(number)")
      #expect(abs(verdict.against.gain - known.gain) < 1e-9 && verdict.rows == truth.count, "\(number)")
      // Two bootstraps of 2,000 and 5,000 draws: an end of an interval of width w moves by a few hundredths of it.
      let tolerance = 0.06 * (known.high - known.low)
      #expect(abs(verdict.against.interval[0] - known.low) < tolerance, "\(number)")
      #expect(abs(verdict.against.interval[1] - known.high) < tolerance, "\(number)")
      #expect(abs((verdict.against.mcnemarP ?? 2) - known.p) < 1e-9, "\(number)")
      #expect(verdict.against.onlyThis == known.only_first && verdict.against.onlyOther == known.only_second)
      #expect((verdict.rowsNeeded != nil) == (verdict.outcome == .open), "\(number)")
      if let needed = verdict.rowsNeeded { #expect(needed > truth.count) }
    }
    #expect(Set(figures.cases.map(\.outcome)) == ["better", "worse", "not_better", "open"])
  }

  /// By simulation: what is equal is called better or worse as seldom as the level says, and what is ahead by 5 points is never
  /// said not to be.
  @Test func theRuleErrsAsSeldomAsItSays() throws {
    for rate in try Self.figures().rates {
      if rate.truth == "equal" { #expect(rate.better + rate.worse <= 0.08, "\(rate)") }
      if rate.truth != "equal" { #expect(rate.worse + rate.not_better <= 0.01, "\(rate)") }
    }
  }

  /// Rows whose text is learnt from too, on which the encoder is always right, do not count.
  @Test func seenRowsDoNotCount() throws {
    let truth = (0..<400).map { $0 % 2 }
    func wrong(_ rows: Set<Int>) -> [Int] { truth.indices.map { rows.contains($0) ? 1 - truth[$0] : truth[$0] } }
    let seen = Array(0..<100)
    // Of the other 300 both have 60 wrong; of the seen ones TF-IDF has 60 wrong and the encoder none.
    let encoder = wrong(Set(100..<160)), simple = wrong(Set(110..<170).union(0..<60))
    let all = Self.recommendation(truth, encoder, simple)
    #expect(all.verdict?.outcome == .better && all.text.contains("transfer pays"), "\(all.text)")
    let fair = Self.recommendation(truth, encoder, simple, seen: seen)
    let verdict = try #require(fair.verdict)
    #expect(verdict.outcome == .open && verdict.rows == 300 && verdict.leftOut == 100, "\(fair.text)")
    #expect(abs(verdict.against.gain) < 1e-9 && !fair.text.contains("transfer pays."), "\(fair.text)")
    #expect(fair.text.hasSuffix("This counts 300 test rows: the text of 100 more is learnt from too."), "\(fair.text)")
    #expect(verdict.against.onlyThis == 10 && verdict.against.onlyOther == 10)
  }

  @Test func fewRowsGetNoVerdict() throws {
    let truth = (0..<40).map { $0 % 2 }, wrong = truth.map { 1 - $0 }
    let told = Self.recommendation(truth, truth, wrong)
    #expect(told.verdict?.outcome == .tooFewRows && told.verdict?.rowsNeeded == 50)
    #expect(told.text.hasPrefix("No verdict: 40 test rows cannot tell"), "\(told.text)")
  }
}
