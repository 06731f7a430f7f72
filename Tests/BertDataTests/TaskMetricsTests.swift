import BertData
import Foundation
import Testing
import _TestSupport

/// Figures of several labels a text and of numbers against scikit-learn's and SciPy's.
struct TaskMetricsTests {
  private struct Labels: Decodable {
    struct Figures: Decodable {
      let precision, recall, f1: Double
      let support: Int
      let auroc, average_precision: Double?
    }
    let truth: [[Bool]]
    let scores, thresholds: [Double]
    let micro_f1, macro_f1, samples_f1, subset_accuracy: Double
    let per_label: [Figures]
  }
  private struct Numbers: Decodable {
    let truth, predicted: [Double]
    let mse, mae: Double
    let r2, pearson, spearman: Double?
  }
  private struct Golden: Decodable {
    let labels: [Labels]
    let numbers: [Numbers]
  }

  private static func golden() throws -> Golden {
    let file = RepositoryRoot.url.appendingPathComponent("Tests/BertDataTests/Golden/task_metrics.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }

  private func expect(_ found: Double?, _ expected: Double?, scale: Double = 1) {
    guard let found, let expected else {
      #expect(found == expected)
      return
    }
    #expect(abs(found - expected) <= 1e-9 * max(scale, abs(expected)), "\(found) for \(expected)")
  }

  @Test func severalLabelsAreJudgedAsScikitLearnDoes() throws {
    for item in try Self.golden().labels {
      let names = item.thresholds.indices.map { "label \($0)" }
      let metrics = MultiLabelMetrics(
        names: names, truth: item.truth, scores: item.scores, thresholds: item.thresholds)
      expect(metrics.microF1, item.micro_f1)
      expect(metrics.macroF1, item.macro_f1)
      expect(metrics.samplesF1, item.samples_f1)
      expect(metrics.subsetAccuracy, item.subset_accuracy)
      #expect(metrics.labels.map(\.name) == names && metrics.rows == item.truth.count)
      for (found, expected) in zip(metrics.labels, item.per_label) {
        expect(found.figures.precision, expected.precision)
        expect(found.figures.recall, expected.recall)
        expect(found.figures.f1, expected.f1)
        #expect(found.figures.support == expected.support)
        expect(found.areaUnderROC, expected.auroc)
        expect(found.averagePrecision, expected.average_precision)
      }
      let whole = TaskMetrics.multiLabel(metrics)
      #expect(try JSONDecoder().decode(TaskMetrics.self, from: JSONEncoder().encode(whole)) == whole)
    }
  }

  @Test func numbersAreJudgedAsScikitLearnAndSciPyDo() throws {
    for item in try Self.golden().numbers {
      let metrics = RegressionMetrics(truth: item.truth, predictions: item.predicted)
      expect(metrics.mse, item.mse)
      expect(metrics.mae, item.mae)
      expect(metrics.r2, item.r2)
      expect(metrics.pearson, item.pearson)
      expect(metrics.spearman, item.spearman)
      let whole = TaskMetrics.regression(metrics)
      #expect(try JSONDecoder().decode(TaskMetrics.self, from: JSONEncoder().encode(whole)) == whole)
    }
  }

  /// The keys of the contract, in their order.
  @Test func theJSONHasTheDocumentedKeys() {
    let numbers = TaskMetrics.regression(RegressionMetrics(truth: [1, 2], predictions: [1, 1]))
    #expect(
      numbers.json == #"{"rows":2,"mse":0.5,"mae":0.5,"r2":-1.0,"pearson":null,"spearman":null}"#, "\(numbers.json)")
    let labels = TaskMetrics.multiLabel(
      MultiLabelMetrics(names: ["b"], truth: [[true]], scores: [0.75], thresholds: [0.5]))
    #expect(
      labels.json
        == #"{"rows":1,"micro_f1":1.0,"macro_f1":1.0,"samples_f1":1.0,"subset_accuracy":1.0,"per_label":{"b":"#
        + #"{"precision":1.0,"recall":1.0,"f1":1.0,"support":1,"threshold":0.5,"auroc":null,"average_precision":1.0}}}"#,
      "\(labels.json)")
  }

  /// By trying every score as the threshold.
  @Test func theBestThresholdHasTheBestF1() throws {
    for item in try Self.golden().labels {
      for label in item.thresholds.indices {
        let scores = item.truth.indices.map { item.scores[$0 * item.thresholds.count + label] }
        let holds = item.truth.map { $0[label] }
        func f1(_ threshold: Double) -> Double {
          let said = scores.map { $0 >= threshold }
          let both = zip(said, holds).count { $0 && $1 }
          return Double(2 * both) / Double(max(1, said.count { $0 } + holds.count { $0 }))
        }
        let found = MultiLabelMetrics.bestThreshold(scores: scores, isPositive: holds)
        guard let found else {
          #expect(Set(holds).count == 1)
          continue
        }
        #expect(f1(found) == scores.map(f1).max())
      }
    }
  }
}
