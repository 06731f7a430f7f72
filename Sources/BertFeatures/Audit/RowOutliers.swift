package import BertKernels
import Foundation

/// How unlike all others each row is: the mean distance, 1 - cosine, to its nearest rows, as in cleanlab's
/// `OutOfDistribution` of features (Kuan and Mueller, "Back to the basics: revisiting out-of-distribution detection
/// baselines", 2022).
package struct RowOutliers: Sendable {
  /// The mean distance to the nearest rows. [N]
  package let distances: [Double]
  /// exp(-distance / median distance): near 0 for a row unlike all others. [N]
  package let scores: [Double]

  /// - Parameters:
  ///   - rows: [N, D]
  ///   - neighbours: How many nearest rows; at most N - 1.
  /// - Throws: `tooFewRows`, `option`.
  package init(_ rows: UnitRows, neighbours: Int = 10, compute: Compute) throws(VectorRowsError) {
    guard rows.count >= 2 else { throw .tooFewRows(found: rows.count, needed: 2) }
    guard (1..<rows.count).contains(neighbours) else {
      throw .option(name: "the number of neighbours", rule: "from 1 to below the number of rows, \(rows.count)")
    }
    let hits = NearestRows(rows).nearest(to: rows, count: neighbours, areRows: true, compute: compute)
    let distances = hits.enumerated().map { row, hits in
      hits.reduce(0) { $0 + max(0, 1 - rows.cosine(row, $1.row)) } / Double(hits.count)
    }
    let sorted = distances.sorted(), middle = sorted.count / 2
    let median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    let scale = max(median, 100 * Double.ulpOfOne)
    self.distances = distances
    scores = distances.map { exp(-$0 / scale) }
  }
}
