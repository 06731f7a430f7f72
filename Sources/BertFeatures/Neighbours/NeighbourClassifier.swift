package import BertKernels
import Foundation

/// Predicts labels from the nearest labelled rows, as scikit-learn's `KNeighborsClassifier(metric="cosine")`. Legend: N
/// rows, D columns, C classes, Q queries.
package struct NeighbourClassifier: Sendable {
  /// The weight of a neighbour's vote.
  package enum Weighting: String, Sendable, Codable, CaseIterable {
    /// All count the same.
    case uniform
    /// 1 / (1 - cosine). Where neighbours have exactly the direction of the query, only these vote, with equal weights.
    case distance
  }

  /// The labelled rows.
  package let rows: UnitRows
  /// 0 ..< classes. [N]
  package let labels: [Int]
  package let classes: Int
  /// How many nearest rows vote.
  package let neighbours: Int
  package let weighting: Weighting
  private let search: NearestRows

  /// - Parameters:
  ///   - rows: The labelled rows.
  ///   - labels: 0 ..< classes. [N]
  ///   - neighbours: How many nearest rows vote, 1 ... N.
  /// - Throws: `tooFewRows`, `length`, `option`.
  package init(
    _ rows: UnitRows, labels: [Int], classes: Int, neighbours: Int = 5, weighting: Weighting = .uniform
  ) throws(VectorRowsError) {
    try VectorRowsError.requireLabels(labels, of: rows.count, classes: classes)
    guard (1...rows.count).contains(neighbours) else {
      throw .option(name: "the number of neighbours", rule: "from 1 to the number of labelled rows, \(rows.count)")
    }
    search = NearestRows(rows)
    self.rows = rows
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
      scores += Votes(
        labels: hits.map { labels[$0.row] }, distances: distances(of: query, in: queries, to: hits.map(\.row))
      )
      .shares(weighting, classes: classes)
    }
    return scores
  }

  /// The distances, 1 minus the cosine, of a query to rows.
  func distances(of query: Int, in queries: UnitRows, to places: [Int]) -> [Double] {
    places.map { max(0, 1 - queries.cosine(query, with: rows, $0)) }
  }

  /// The logarithms of the scores, which are first raised to a millionth at least: logits whose softmax gives the
  /// scores again.
  ///
  /// - Parameter queries: [Q, D]
  /// - Returns: [Q, C]
  package func logits(_ queries: UnitRows, compute: Compute) -> [Double] {
    scores(queries, compute: compute).map { log(max($0, 1e-6)) }
  }

  /// The margin of each row of scores: the greatest minus the second. The smaller it is, the less certain is the
  /// answer.
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

extension VectorRowsError {
  /// Checks that each row has a label among the classes.
  ///
  /// - Parameters:
  ///   - labels: The label of each row.
  ///   - rows: How many rows there are.
  /// - Throws: `tooFewRows` without rows; `length`, `option` for labels that do not fit.
  package static func requireLabels(_ labels: [Int], of rows: Int, classes: Int) throws(VectorRowsError) {
    guard rows > 0 else { throw .tooFewRows(found: 0, needed: 1) }
    guard labels.count == rows else { throw .length(name: "the labels", found: labels.count, rows: rows) }
    guard labels.allSatisfy({ (0..<classes).contains($0) }) else {
      throw .option(name: "the labels", rule: "from 0 to below the number of classes, \(classes)")
    }
  }
}
