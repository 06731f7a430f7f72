/// Rows that got a label which no person gave, and what each counts beside those of a person.
///
/// The rows of a label count by their certainty, and together no more than the labelled rows of it, so that the labels keep
/// the proportions that they have among these, and no such row counts more than a labelled one.
package struct PseudoLabels: Sendable, Equatable {
  /// The rows, rising. [P]
  package let rows: [Int]
  /// [P]
  package let labels: [Int]
  /// [P]
  package let weights: [Double]

  /// Leaves out rows without a label, and those that count nothing.
  ///
  /// - Parameters:
  ///   - labels: 0 ..< classes, or nil. [M]
  ///   - certainty: 0 ... 1. [M]
  ///   - given: The labels of the rows that a person labelled.
  /// - Throws: `length`, `option`.
  package init(labels: [Int?], certainty: [Double], given: [Int], classes: Int) throws(VectorRowsError) {
    guard labels.count == certainty.count else {
      throw .length(name: "the certainty", found: certainty.count, rows: labels.count)
    }
    guard (given + labels.compactMap(\.self)).allSatisfy({ (0..<classes).contains($0) }) else {
      throw .option(name: "the labels", rule: "from 0 to below the number of classes, \(classes)")
    }
    var counts = [Double](repeating: 0, count: classes), sums = counts
    for label in given { counts[label] += 1 }
    for (label, share) in zip(labels, certainty) { if let label { sums[label] += share } }
    var rows: [Int] = [], kept: [Int] = [], weights: [Double] = []
    for (row, label) in labels.enumerated() {
      guard let label, counts[label] > 0, certainty[row] > 0 else { continue }
      rows.append(row)
      kept.append(label)
      weights.append(certainty[row] * min(1, counts[label] / sums[label]))
    }
    self.rows = rows
    self.labels = kept
    self.weights = weights
  }
}
