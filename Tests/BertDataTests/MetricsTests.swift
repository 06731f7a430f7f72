import BertData
import Foundation
import Testing
import _TestSupport

/// Golden figures: scikit-learn, by Scripts/golden/metrics.py.
struct MetricsTests {
  private struct Cases: Decodable {
    let cases: [Case]
  }

  private struct Case: Decodable {
    let name: String
    let classes: Int
    let truth: [Int]
    let probabilities: [[Double]]
    let rows: Int
    let accuracy, macro_f1, weighted_f1, log_loss, calibration_error: Double
    let precision, recall, f1: [Double]
    let support: [Int]
    let confusion_matrix: [[Int]]
  }

  /// Sums in another order differ by some units in the last place; sixty-odd rows make that 1e-13 at most.
  private func close(_ left: Double, _ right: Double) -> Bool { abs(left - right) <= 1e-12 * max(1, abs(right)) }

  @Test func agreesWithScikitLearn() throws {
    let golden = try Golden.load(Cases.self, "metrics.json", target: "BertDataTests")
    #expect(golden.cases.count >= 14)
    for item in golden.cases {
      let metrics = ClassificationMetrics(
        labels: (0..<item.classes).map { "c\($0)" }, truth: item.truth, probabilities: item.probabilities)
      #expect(metrics.rows == item.rows, "\(item.name)")
      #expect(close(metrics.accuracy, item.accuracy), "\(item.name)")
      #expect(close(metrics.macroF1, item.macro_f1), "\(item.name)")
      #expect(close(metrics.weightedF1, item.weighted_f1), "\(item.name)")
      #expect(close(metrics.logLoss, item.log_loss), "\(item.name)")
      #expect(close(metrics.calibrationError, item.calibration_error), "\(item.name)")
      #expect(metrics.confusionMatrix == item.confusion_matrix, "\(item.name)")
      for (index, figures) in metrics.perClass.enumerated() {
        #expect(close(figures.precision, item.precision[index]), "\(item.name)")
        #expect(close(figures.recall, item.recall[index]), "\(item.name)")
        #expect(close(figures.f1, item.f1[index]), "\(item.name)")
        #expect(figures.support == item.support[index], "\(item.name)")
      }
    }
  }

  private var example: ClassificationMetrics {
    ClassificationMetrics(
      labels: ["pos", "n\"é"], truth: [0, 0, 1, 1], probabilities: [[1, 0], [0.25, 0.75], [0, 1], [0.5, 0.5]])
  }

  @Test func jsonHasTheDocumentedForm() throws {
    let json = example.json
    #expect(
      json.hasPrefix("{\"rows\":4,\"accuracy\":0.5,\"macro_f1\":0.5,\"weighted_f1\":0.5,\"log_loss\":"))
    #expect(
      json.hasSuffix(
        ",\"labels\":[\"pos\",\"n\\\"é\"],\"per_class\":{\"pos\":{\"precision\":0.5,\"recall\":0.5,\"f1\":0.5,"
          + "\"support\":2},\"n\\\"é\":{\"precision\":0.5,\"recall\":0.5,\"f1\":0.5,\"support\":2}},"
          + "\"confusion_matrix\":[[1,1],[1,1]]}"))
    // Foundation, as another reader, sees the same object in both writings.
    let written = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? NSDictionary)
    let encoded = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(example)) as? NSDictionary)
    #expect(written == encoded)
    #expect(try JSONDecoder().decode(ClassificationMetrics.self, from: Data(json.utf8)) == example)
  }

  @Test func countsThatOverflowAreRefused() {
    for matrix in ["[[9223372036854775807,1],[0,0]]", "[[9223372036854775807,0],[0,0]]", "[[-1,0],[0,0]]"] {
      let json = "{\"labels\":[\"a\",\"b\"],\"confusion_matrix\":\(matrix),\"log_loss\":0,\"calibration_error\":0}"
      #expect(throws: DecodingError.self, "\(matrix)") {
        try JSONDecoder().decode(ClassificationMetrics.self, from: Data(json.utf8))
      }
    }
  }

  @Test func nothingIsEverNaN() throws {
    let broken = ClassificationMetrics(
      labels: ["a", "b"], truth: [0, 1], probabilities: [[.nan, .nan], [.infinity, 0]])
    let none = ClassificationMetrics(labels: ["a", "b"], truth: [], probabilities: [])
    for metrics in [broken, none] {
      for metric in ProblemType.singleLabel.metrics { #expect(metrics.value(for: metric)?.isFinite == true) }
      #expect(!metrics.json.contains("nan") && !metrics.json.contains("inf"))
    }
  }

  @Test func metricsKnowTheirDirection() {
    #expect(Metric(rawValue: "macro-f1") == .macroF1)
    #expect(Metric.accuracy.isBetter(0.9, than: 0.8))
    #expect(Metric.logLoss.isBetter(0.1, than: 0.2))
    #expect(!Metric.logLoss.isBetter(0.2, than: 0.2))
  }
}
