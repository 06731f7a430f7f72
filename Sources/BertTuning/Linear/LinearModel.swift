/// A linear classifier: logits = W x + b.
package struct LinearModel: Sendable, Equatable {
  package let classes: Int
  package let columns: Int
  /// [classes, columns]
  package var weights: [Double]
  /// [classes]
  package var biases: [Double]

  /// All zero.
  package init(classes: Int, columns: Int) {
    self.classes = classes
    self.columns = columns
    weights = [Double](repeating: 0, count: classes * columns)
    biases = [Double](repeating: 0, count: classes)
  }

  /// - Parameter features: [rows, columns]
  /// - Returns: [rows, classes], row after row.
  package func logits(_ features: FeatureMatrix) -> [Double] {
    var logits: [Double] = []
    logits.reserveCapacity(features.rows * classes)
    for row in 0..<features.rows {
      for label in 0..<classes {
        var sum = biases[label]
        for column in 0..<columns {
          sum += weights[label * columns + column] * Double(features.values[row * columns + column])
        }
        logits.append(sum)
      }
    }
    return logits
  }
}
