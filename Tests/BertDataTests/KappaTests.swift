import BertData
import Testing
import _TestSupport

/// Figures from scikit-learn: `Scripts/golden/kappa.py`.
struct KappaTests {
  struct Figures: Decodable {
    struct Case: Decodable {
      let first, second: [Int]
      let kappa: Double
    }
    /// Answers with labels that are numbers.
    struct Numbers: Decodable {
      let labels: [String]
      let truth, answers: [Int]
      let mean_absolute_error, weighted_kappa: Double
    }
    let cases: [Case]
    let numbers: [Numbers]
  }

  @Test func agreementIsThatOfScikitLearn() throws {
    for figure in try Golden.load(Figures.self, "kappa.json", target: "BertDataTests").cases {
      let kappa = try #require(CohenKappa(first: figure.first, second: figure.second).value)
      #expect(abs(kappa - figure.kappa) < 1e-12)
    }
  }

  private func metrics(_ labels: [String], _ truth: [Int], _ answers: [Int]) -> ClassificationMetrics {
    ClassificationMetrics(
      labels: labels, truth: truth,
      probabilities: answers.map { answer in labels.indices.map { $0 == answer ? 1 : 0 } })
  }

  @Test func labelsThatAreNumbersAreJudgedAsSuch() throws {
    for known in try Golden.load(Figures.self, "kappa.json", target: "BertDataTests").numbers {
      let metrics = metrics(known.labels, known.truth, known.answers), figures = try #require(OrderedFigures(metrics))
      #expect(abs(figures.meanAbsoluteError - known.mean_absolute_error) < 1e-12, "\(known.labels)")
      #expect(abs(try #require(figures.weightedKappa) - known.weighted_kappa) < 1e-12, "\(known.labels)")
      #expect(metrics.json.contains("\"as_numbers\":{\"mean_absolute_error\":"))
    }
    for labels in [["1", "2"], ["a", "b", "c"], ["1", "1.0", "2"], ["1", "2", "nan"], ["1", "2", "0x3"]] {
      let names = metrics(labels, [0, 1], [1, 1])
      #expect(OrderedFigures(names) == nil && !names.json.contains("as_numbers"), "\(labels)")
    }
    #expect(OrderedFigures(metrics(["1", "2", "3"], [1, 1], [1, 1]))?.weightedKappa == nil)
  }

  @Test func nothingFollowsFromOneAnswer() {
    #expect(CohenKappa(first: [], second: []).value == nil)
    let alike = CohenKappa(first: [1, 1, 1], second: [1, 1, 1])
    #expect(alike.value == nil && alike.same == 3 && alike.rows == 3)
  }
}
