import BertFeatures
import BertKernels

/// The directions in which token vectors vary most, with the signs that model2vec 0.10 gives them.
struct TokenProjection {
  /// [H]
  let mean: [Double]
  /// `[D, H]`, rows of length one.
  let components: DoubleMatrix
  /// The share of the variance along them.
  let explainedShare: Double

  /// Fits the directions. Each is turned so that the coordinate furthest from zero is positive.
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
    return (TokenProjection(mean: moments.mean, components: components, explainedShare: share), coordinates)
  }
}
