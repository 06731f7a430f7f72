package import BertKernels

/// Labels by the nearest labelled rows, as scikit-learn's `KNeighborsClassifier(metric="cosine")`.
package struct NeighbourClassifier: Sendable {
  /// How much a neighbour counts.
  package enum Weighting: String, Sendable, CaseIterable {
    /// All count the same.
    case uniform
    /// By 1 / (1 - cosine); where a neighbour has the query's own direction, such neighbours alone count.
    case distance
  }

  private let search: NearestRows
  private let labels: [Int]
  private let classes: Int
  private let neighbours: Int
  private let weighting: Weighting

  /// - Parameters:
  ///   - rows: The labelled rows.
  ///   - labels: 0 ..< classes. [N]
  ///   - neighbours: How many are asked; at most N.
  /// - Throws: `length`, `option`.
  package init(
    _ rows: UnitRows, labels: [Int], classes: Int, neighbours: Int = 5, weighting: Weighting = .uniform
  ) throws(VectorRowsError) {
    try rows.requireLabels(labels, classes: classes)
    guard (1...rows.count).contains(neighbours) else {
      throw .option(name: "the number of neighbours", rule: "from 1 to the number of labelled rows, \(rows.count)")
    }
    search = NearestRows(rows)
    self.labels = labels
    self.classes = classes
    self.neighbours = neighbours
    self.weighting = weighting
  }

  /// - Parameter queries: [Q, D]
  /// - Returns: the scores of the classes, which add up to 1. [Q, C]
  package func scores(_ queries: UnitRows, compute: Compute) -> [Double] {
    var scores: [Double] = []
    scores.reserveCapacity(queries.count * classes)
    for (query, hits) in search.nearest(to: queries, count: neighbours, compute: compute).enumerated() {
      scores += votes(query, queries, hits)
    }
    return scores
  }

  private func votes(_ query: Int, _ queries: UnitRows, _ hits: [RowHit]) -> [Double] {
    var weights = [Double](repeating: 1, count: hits.count)
    if weighting == .distance {
      let distances = hits.map { max(0, 1 - queries.cosine(query, with: search.rows, $0.row)) }
      // Two rows of the same direction differ by rounding alone.
      let isSame = distances.map { $0 < Self.rounding }
      weights = isSame.contains(true) ? isSame.map { $0 ? 1 : 0 } : distances.map { 1 / $0 }
    }
    var votes = [Double](repeating: 0, count: classes)
    for (hit, weight) in zip(hits, weights) { votes[labels[hit.row]] += weight }
    let sum = votes.reduce(0, +)
    return votes.map { $0 / sum }
  }

  /// Below this a distance is that of one direction to itself, rounded to single precision.
  private static let rounding = 1e-12

  /// The margin of each row of scores: the greatest less the second; the smaller, the less sure.
  ///
  /// - Parameter scores: [Q, C], C at least 2.
  /// - Returns: [Q]
  package static func margins(_ scores: [Double], classes: Int) -> [Double] {
    stride(from: 0, to: scores.count, by: classes).map { start in
      let sorted = scores[start..<min(start + classes, scores.count)].sorted(by: >)
      return sorted.count > 1 ? sorted[0] - sorted[1] : 1
    }
  }
}

extension UnitRows {
  /// - Throws: `tooFewRows` without rows; `length`, `option` for labels that do not fit.
  func requireLabels(_ labels: [Int], classes: Int) throws(VectorRowsError) {
    guard count > 0 else { throw .tooFewRows(found: 0, needed: 1) }
    guard labels.count == count else { throw .length(name: "the labels", found: labels.count, rows: count) }
    guard labels.allSatisfy({ (0..<classes).contains($0) }) else {
      throw .option(name: "the labels", rule: "from 0 to below the number of classes, \(classes)")
    }
  }
}
