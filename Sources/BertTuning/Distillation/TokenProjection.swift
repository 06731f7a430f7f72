import BertFeatures
import BertKernels

/// The principal components of token vectors, with the signs of model2vec 0.10.
struct TokenProjection {
  /// `[D, H]`, rows of length 1.
  let components: DoubleMatrix
  /// The share of the vectors' variance that the components explain.
  let explainedShare: Double

  /// Fits the components. The sign of each is chosen so that the coordinate furthest from zero is positive.
  ///
  /// - Parameters:
  ///   - vectors: `[V, H]`, V > D.
  ///   - count: D, at most H.
  /// - Returns: The projection, and the coordinates of the vectors, `[V, D]`.
  /// - Throws: `unsolved`.
  static func fit(
    _ vectors: DoubleMatrix, count: Int, _ compute: Compute
  ) throws(FeatureSpaceError) -> (projection: TokenProjection, coordinates: DoubleMatrix) {
    let moments = RowMoments(vectors, compute)
    let eigen = try SymmetricEigen(moments.covariance(compute), compute)
    let components = eigen.vectors.rows(0..<count).copied()
    let coordinates = compute.product(moments.centred.operand, components.transpose)
    var peaks = [Double](repeating: 0, count: count)
    for row in 0..<coordinates.rows {
      coordinates.map(row: row) { column, value in
        if abs(value) > abs(peaks[column]) { peaks[column] = value }
        return value
      }
    }
    for row in 0..<coordinates.rows { coordinates.map(row: row) { peaks[$0] < 0 ? -$1 : $1 } }
    for row in 0..<count where peaks[row] < 0 { components.map(row: row) { -$1 } }
    let variances = eigen.values.map { max(0, $0) }
    let total = variances.reduce(0, +)
    let share = total > 0 ? variances[..<count].reduce(0, +) / total : 1
    return (TokenProjection(components: components, explainedShare: share), coordinates)
  }
}
