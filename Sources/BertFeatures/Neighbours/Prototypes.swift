package import BertBaselines
import BertData

/// Predicts labels by the nearest prototype, the mean of a class's rows, in squared Euclidean distance (Snell, Swersky
/// and Zemel, "Prototypical networks for few-shot learning", 2017). The encoder of the vectors is not trained.
///
/// Half the negative squared distance to a mean is linear in the row, but for a term that all classes share, so that a
/// linear model gives the same answers. Legend: N rows, D columns, C classes.
package struct Prototypes: Sendable {
  /// The classifier: its logits are half the negative squared distances divided by the spread, minus a term that all
  /// classes share.
  package let model: LinearModel
  /// The divisor of half the squared distances, chosen by the log loss of rows that are left out of the mean of their
  /// class.
  package let spread: Double
  /// Rows that were each left out of the mean of their class.
  package let judged: Int
  /// How many of these were still nearest to that mean.
  package let right: Int

  /// The bias of a class without rows, far below the logits of the others unless vectors are very long against the
  /// spread.
  private static let never = -1e4

  /// - Parameters:
  ///   - rows: The labelled rows. [N, D]
  ///   - labels: 0 ..< classes. [N]
  /// - Throws: `tooFewRows`, `length`, `option`.
  package init(_ rows: FeatureMatrix, labels: [Int], classes: Int) throws(VectorRowsError) {
    try VectorRowsError.requireLabels(labels, of: rows.rows, classes: classes)
    let means = ClassMeans(rows, labels: labels, classes: classes)
    let distances = means.distances(rows)
    var held = distances
    for (row, label) in labels.enumerated() {
      held[row * classes + label] *= means.leavingOneOut(of: label)
    }
    // The only row of a class leaves no mean behind when it is left out.
    let isJudged = labels.map { means.counts[$0] > 1 }
    let places = labels.indices.filter { isJudged[$0] }
    judged = places.count
    right = places.count { row in
      let own = held[row * classes + labels[row]]
      return (0..<classes).allSatisfy { $0 == labels[row] || held[row * classes + $0] > own }
    }
    let spread = Spread(
      places.map { (Array(held[$0 * classes..<($0 + 1) * classes]), labels[$0]) },
      counts: means.counts
    ).chosen
    self.spread = spread

    var model = LinearModel(classes: classes, columns: rows.columns)
    for label in 0..<classes {
      guard means.counts[label] > 0 else {
        model.biases[label] = Self.never
        continue
      }
      var square = 0.0
      for column in 0..<rows.columns {
        let value = means.values[label * rows.columns + column]
        model.weights[label * rows.columns + column] = value / spread
        square += value * value
      }
      model.biases[label] = -square / 2 / spread
    }
    self.model = model
  }
}
