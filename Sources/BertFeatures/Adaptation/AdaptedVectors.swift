package import BertBaselines
package import BertKernels

/// The vectors that a classifier for the target learns from, and the map of target vectors into their space.
package struct AdaptedVectors: Sendable {
  /// The source rows in the common space, `[n, k]`.
  package let training: FeatureMatrix
  /// The weight of each row, [n]; nil where all weigh the same.
  package let weights: [Double]?
  let map: (any FeatureMap)?
  let dimensions: Int

  /// Vectors of the target in the common space, `[m, k]`.
  ///
  /// - Throws: `dimensions`, `notFinite`.
  package func target(_ vectors: FeatureMatrix, _ compute: Compute) throws(FeatureSpaceError) -> FeatureMatrix {
    let vectors = try vectors.checked(.target, columns: dimensions)
    return (map?.mapTarget(vectors, compute) ?? vectors).features
  }

  /// A model of unmapped target vectors with the logits that `model` has in the common space. `[C, d]`
  ///
  /// Every map of a ``VectorAdaptation`` is affine, so that the logits of the unit vectors and of the origin determine
  /// the model.
  ///
  /// - Parameter model: `[C, k]`
  package func folded(into model: LinearModel, _ compute: Compute) -> LinearModel {
    guard let map else { return model }
    let corners = DoubleMatrix(rows: dimensions + 1, columns: dimensions)
    for index in 0..<dimensions { corners[index, index] = 1 }
    let logits = model.logits(map.mapTarget(corners, compute))  // [d + 1, C]
    var folded = LinearModel(classes: model.classes, columns: dimensions)
    for label in 0..<model.classes {
      let shift = logits[dimensions * model.classes + label]
      folded.biases[label] = shift
      for column in 0..<dimensions {
        folded.weights[label * dimensions + column] = logits[column * model.classes + label] - shift
      }
    }
    return folded
  }
}
