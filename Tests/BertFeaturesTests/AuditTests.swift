import BertBaselines
import BertFeatures
import BertKernels
import Foundation
import Testing
import _TestSupport

/// Figures from scikit-learn, cleanlab and numpy: `Scripts/golden/audit.py`.
struct AuditTests {
  struct Figures: Decodable {
    struct Case: Decodable {
      let rows, columns, classes: Int
      let strength: Double
      let x: [Float]
      let y: [Int]
      let parts: [[Int]]
      let probabilities: [Double]
      let overlaps: [[Int]]
    }
    struct Parts: Decodable {
      let rows, first, columns, neighbours: Int
      let threshold, fence: Double
      let x: [Float]
      let apart: [Int]
      let nearest: [[Double]?]
    }
    let cases: [Case]
    let parts: Parts
  }

  private static func figures() throws -> Figures {
    try Golden.load(Figures.self, "audit.json", target: "BertFeaturesTests")
  }

  @Test(arguments: [1, 3]) func rowsAreJudgedAsByScikitLearn(threads: Int) throws {
    for figure in try Self.figures().cases {
      let features = SharedRows(
        DoubleMatrix(rows: figure.rows, columns: figure.columns, values: figure.x), Compute(threads: threads))
      let held = try HeldOutProbabilities(
        features, labels: figure.y, classes: figure.classes, parts: figure.parts, strength: figure.strength)
      #expect(held.rows == Array(0..<figure.rows))
      #expect(zip(held.values, figure.probabilities).allSatisfy { abs($0 - $1) < 2e-4 })
      let issues = try LabelIssues(labels: figure.y, probabilities: held.values, classes: figure.classes)
      let overlaps = LabelOverlap.pairs(of: issues.joint)
      // cleanlab rounds the sum of both directions, and the joint here has whole rows of either.
      for (first, second, rows) in figure.overlaps.map({ ($0[0], $0[1], $0[2]) }) {
        let ours = overlaps.first { $0.labels == (first, second) }?.rows ?? 0
        #expect(abs(ours - rows) <= 1, "\(first) and \(second)")
      }
      #expect(zip(overlaps, overlaps.dropFirst()).allSatisfy { $0.rows >= $1.rows })
    }
  }

  @Test func partsAndOutliersAreThoseOfNumpy() throws {
    let figure = try Self.figures().parts, compute = Compute(threads: 2)
    var settings = RowAudit.Settings()
    settings.threshold = figure.threshold
    settings.neighbours = figure.neighbours
    let audit = try RowAudit(
      Matrix(rows: figure.rows, columns: figure.columns, values: figure.x), labels: (0..<figure.rows).map { $0 % 2 },
      classes: 2, parts: [0..<figure.first, figure.first..<figure.rows], settings: settings, compute: compute)
    #expect(abs(audit.outliers.fence - figure.fence) < 1e-6)
    #expect(audit.findings(.outlier).map(\.row) == figure.apart)
    let leaks = audit.leaks[figure.first...]
    #expect(leaks.map { $0?.row } == figure.nearest.map { $0.map { Int($0[0]) } })
    #expect(zip(leaks, figure.nearest).allSatisfy { abs(($0?.cosine ?? 0) - ($1?[1] ?? 0)) < 1e-6 })
    #expect(audit.leaks[..<figure.first].allSatisfy { $0 == nil })
    let alone = audit.accuracy(of: 1, withoutTwins: true)
    #expect(alone.rows == figure.nearest.count { $0 == nil } && audit.accuracy(of: 1, withoutTwins: false).rows == 20)
  }

  /// Two groups far apart, in which five labels were turned round.
  @Test func turnedLabelsAreFound() throws {
    let rows = 200, turned = [3, 40, 77, 120, 199]
    let noise = DrawnVectors.cloud(9, rows, 6)
    var values = noise.values
    for row in 0..<rows { values[row * 6 + 5] += row.isMultiple(of: 2) ? 2 : -2 }
    let labels = (0..<rows).map { ($0 % 2) ^ (turned.contains($0) ? 1 : 0) }
    let audits = try [1, 3].map { threads in
      try RowAudit(
        Matrix(rows: rows, columns: 6, values: values), labels: labels, classes: 2, parts: [0..<rows],
        settings: RowAudit.Settings(), compute: Compute(threads: threads))
    }
    let found = audits[0].findings(.label)
    #expect(Set(found.map(\.row)) == Set(turned))
    #expect(found.allSatisfy { $0.suggestion?.label == 1 - labels[$0.row] && $0.score > 0.5 })
    #expect(audits[0].findings == audits[1].findings)
  }

  @Test func wrongInputIsRefused() throws {
    let rows = Matrix(rows: 4, columns: 2, values: [1, 0, 0, 1, 1, 1, 2, 1]), compute = Compute(threads: 1)
    func audit(_ labels: [Int], _ parts: [Range<Int>], folds: Int = 2) throws {
      var settings = RowAudit.Settings()
      settings.folds = folds
      _ = try RowAudit(rows, labels: labels, classes: 2, parts: parts, settings: settings, compute: compute)
    }
    try audit([0, 1, 0, 1], [0..<4])
    #expect(throws: VectorRowsError.length(name: "the labels", found: 3, rows: 4)) { try audit([0, 1, 0], [0..<3]) }
    for (labels, parts, folds) in [
      ([0, 0, 0, 1], [0..<4], 2), ([0, 1, 0, 2], [0..<4], 2), ([0, 1, 0, 1], [0..<3], 2), ([0, 1, 0, 1], [], 2),
      ([0, 1, 0, 1], [0..<4], 1), ([0, 1, 0, 1], [0..<4, 4..<4], 2),
    ] {
      #expect(throws: VectorRowsError.self, "\(labels) \(parts) \(folds)") { try audit(labels, parts, folds: folds) }
    }
  }
}
