/// Mean and standard deviation of each feature, with which features are brought to a common scale before the penalty
/// of a linear model is applied to them.
package struct FeatureScaling: Sendable {
  /// [columns]
  package let means: [Double]
  /// [columns]; 1 for a feature that never changes.
  package let deviations: [Double]

  package init(_ features: FeatureMatrix) {
    let columns = features.columns
    let rows = Double(max(1, features.rows))
    var means = [Double](repeating: 0, count: columns)
    for row in 0..<features.rows {
      for column in 0..<columns { means[column] += Double(features.values[row * columns + column]) }
    }
    for column in 0..<columns { means[column] /= rows }
    var squares = [Double](repeating: 0, count: columns)
    for row in 0..<features.rows {
      for column in 0..<columns {
        let distance = Double(features.values[row * columns + column]) - means[column]
        squares[column] += distance * distance
      }
    }
    self.means = means
    // A deviation at the level of Float's rounding is noise, and dividing by it would make the noise a feature.
    deviations = zip(squares, means).map { square, mean in
      let deviation = (square / rows).squareRoot()
      return deviation > 1e-6 * max(1, abs(mean)) ? deviation : 1
    }
  }

  /// (x − mean) / deviation.
  package func applied(to features: FeatureMatrix) -> FeatureMatrix {
    var scaled = features
    for row in 0..<features.rows {
      for column in 0..<features.columns {
        let index = row * features.columns + column
        scaled.values[index] = Float((Double(features.values[index]) - means[column]) / deviations[column])
      }
    }
    return scaled
  }

  /// The model over the unscaled features that gives the same logits as `model` over the scaled ones.
  package func folded(into model: LinearModel) -> LinearModel {
    var folded = model
    for label in 0..<model.classes {
      for column in 0..<model.columns {
        let weight = model.weights[label * model.columns + column] / deviations[column]
        folded.weights[label * model.columns + column] = weight
        folded.biases[label] -= weight * means[column]
      }
    }
    return folded
  }
}
