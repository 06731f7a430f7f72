/// Rows with a label that no person gave, and their weights among labelled rows of weight 1.
///
/// The rows of a label are weighted by certainty, and together weigh no more than the labelled rows of that label. The
/// weight of a label therefore at most doubles, and no row with a pseudo-label weighs more than a labelled one.
package struct PseudoLabels: Sendable, Equatable {
  /// The rows, rising. [P]
  package let rows: [Int]
  /// The pseudo-label of each row. [P]
  package let labels: [Int]
  /// The weight of each row, above 0 and at most 1. [P]
  package let weights: [Double]

  /// Leaves out rows without a label, and those of weight 0.
  ///
  /// - Parameters:
  ///   - labels: 0 ..< classes, or nil. [M]
  ///   - certainty: 0 ... 1. [M]
  ///   - given: The labels of the rows that a person labelled.
  ///   - classes: C.
  /// - Throws: `length`, `option`.
  package init(labels: [Int?], certainty: [Double], given: [Int], classes: Int) throws(VectorRowsError) {
    guard labels.count == certainty.count else {
      throw .length(name: "the certainties", found: certainty.count, rows: labels.count)
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
