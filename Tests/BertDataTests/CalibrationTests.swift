import BertData
import Foundation
import Testing
import _TestSupport

/// Calibration against scikit-learn's.
struct CalibrationTests {
  private struct Golden: Decodable {
    struct Temperature: Decodable {
      let logits: [Double]
      let truth: [Int]
      let classes: Int
      let temperature: Double
    }
    struct Sigmoid: Decodable {
      let logits: [Double]
      let truth: [Bool]
      let slope, offset: Double
    }
    let temperatures: [Temperature]
    let sigmoids: [Sigmoid]
  }

  private static func golden() throws -> Golden {
    let file = RepositoryRoot.url.appendingPathComponent("Tests/BertDataTests/Golden/calibration.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }

  /// Their optimizer stops at about five digits.
  @Test func theTemperatureIsScikitLearns() throws {
    for item in try Self.golden().temperatures {
      let found = try #require(Calibration(logits: item.logits, truth: item.truth, classes: item.classes)?.temperature)
      #expect(abs(found - item.temperature) <= 1e-4 * item.temperature, "\(found) for \(item.temperature)")
      let rule = try #require(
        OutputRule.singleLabel.calibrated(by: Calibration(temperature: found), labels: item.classes))
      let row = Array(item.logits.prefix(item.classes))
      #expect(rule.scores(row) == OutputRule.singleLabel.scores(row.map { $0 / found }))
    }
  }

  @Test func slopeAndOffsetAreScikitLearns() throws {
    for item in try Self.golden().sigmoids {
      let fit = Calibration(logits: item.logits, truth: item.truth.map { [$0] }, labels: 1, fewest: 5)
      let slope = try #require(fit.slopes?.first), offset = try #require(fit.offsets?.first)
      #expect(abs(slope - item.slope) <= 1e-4 * max(1, abs(item.slope)), "\(slope) for \(item.slope)")
      #expect(abs(offset - item.offset) <= 1e-4 * max(1, abs(item.offset)), "\(offset) for \(item.offset)")
    }
  }

  /// No temperature is best where every row is right; a label of too few rows keeps its scores.
  @Test func whatTheRowsDoNotTellIsLeft() {
    #expect(Calibration(logits: [2, 1, 0, 3], truth: [0, 1], classes: 2) == nil)
    #expect(Calibration(logits: [], truth: [], classes: 2) == nil)
    let fit = Calibration(logits: [1, -1, 2], truth: [[true], [false], [true]], labels: 1, fewest: 2)
    #expect(fit.slopes == [1] && fit.offsets == [0])
    #expect(OutputRule.multiLabel(thresholds: [0.5, 0.5]).calibrated(by: fit, labels: 2) == nil)
    #expect(OutputRule.singleLabel.calibrated(by: fit, labels: 1) == nil)
    #expect(OutputRule.singleLabel.calibrated(by: Calibration(temperature: 0), labels: 2) == nil)
  }
}
