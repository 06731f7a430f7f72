/// A linear classifier: logits = W x + b.
package struct LinearModel: Sendable, Equatable {
  package let classes: Int
  package let columns: Int
  /// [classes, columns]
  package var weights: [Double]
  /// [classes]
  package var biases: [Double]

  /// - Parameters:
  ///   - weights: [classes, columns]
  ///   - biases: [classes]
  init(classes: Int, columns: Int, weights: [Double], biases: [Double]) {
    precondition(weights.count == classes * columns && biases.count == classes, "weights for each class and column")
    self.classes = classes
    self.columns = columns
    self.weights = weights
    self.biases = biases
  }

  /// All zero.
  package init(classes: Int, columns: Int) {
    self.classes = classes
    self.columns = columns
    weights = [Double](repeating: 0, count: classes * columns)
    biases = [Double](repeating: 0, count: classes)
  }

  /// - Parameter features: [rows, columns]
  /// - Returns: [rows, classes], row after row.
  package func logits(_ features: some LinearFeatures) -> [Double] {
    var logits: [Double] = []
    logits.reserveCapacity(features.rows * classes)
    weights.withUnsafeBufferPointer { weights in
      for row in 0..<features.rows {
        var scores = biases
        features.addProducts(row: row, weights: weights, to: &scores)
        logits.append(contentsOf: scores)
      }
    }
    return logits
  }

  /// The model rounded to single precision, as it is read back from a bundle.
  package var rounded: LinearModel {
    var model = self
    model.weights = weights.map { Double(Float($0)) }
    model.biases = biases.map { Double(Float($0)) }
    return model
  }
}
