/// Standardization: mean and standard deviation of each feature, to bring features to a common scale before a linear
/// model with a penalty is fitted.
package struct FeatureScaling: Sendable {
  /// [columns]
  package let means: [Double]
  /// [columns]; 1 for a constant feature.
  package let deviations: [Double]

  /// - Parameter features: [rows, columns]
  package init(_ features: FeatureMatrix) {
    let (means, variances) = Self.moments(features)
    self.means = means
    // A deviation at the level of Float's rounding is noise, which a division would scale up to a feature.
    deviations = zip(variances, means).map { variance, mean in
      let deviation = variance.squareRoot()
      return deviation > 1e-6 * max(1, abs(mean)) ? deviation : 1
    }
  }

  /// The same deviation for all features, the root of the sum of their variances. Rows then have about the length of
  /// unit vectors and keep their directions.
  ///
  /// - Parameter features: [rows, columns]
  package init(overall features: FeatureMatrix) {
    let (means, variances) = Self.moments(features)
    self.means = means
    let total = variances.reduce(0, +).squareRoot()
    deviations = Array(repeating: total > 0 && total.isFinite ? total : 1, count: features.columns)
  }

  /// Mean and variance of each column.
  private static func moments(_ features: FeatureMatrix) -> (means: [Double], variances: [Double]) {
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
    return (means, squares.map { $0 / rows })
  }

  /// (x − mean) / deviation, [rows, columns].
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

  /// The model on unscaled features that gives the same logits as `model` on scaled ones.
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
