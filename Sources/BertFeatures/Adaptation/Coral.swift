package import BertKernels

/// Correlation alignment (Sun, Feng and Saenko 2016, arXiv 1511.05547): the source is whitened and then gets the
/// covariance of the target. The target is not changed.
///
/// The figures are those of adapt 0.4.5: x · (C_s + λI)^(−½) · (C_t + λI)^(½).
package struct Coral: FeatureMap {
  /// `[d, d]`
  private let map: DoubleMatrix

  /// - Parameter regularization: λ, added to all variances.
  /// - Throws: `setting`, `unsolved`.
  package init(
    _ domains: FeatureDomains, regularization: Double = 1e-5, _ compute: Compute
  ) throws(FeatureSpaceError) {
    guard regularization > 0, regularization.isFinite else {
      throw .setting(name: "the regularization", rule: "a positive number")
    }
    func root(_ rows: DoubleMatrix, _ power: (Double) -> Double) throws(FeatureSpaceError) -> DoubleMatrix {
      let covariance = RowMoments(rows, compute).covariance(compute)
      // Only rounding makes a variance negative.
      return try SymmetricEigen(covariance, compute).function(compute) { power(max(0, $0) + regularization) }
    }
    let whitening = try root(domains.source) { 1 / $0.squareRoot() }
    let colouring = try root(domains.target) { $0.squareRoot() }
    map = compute.product(whitening.operand, colouring.operand)
  }

  package func mapSource(_ vectors: DoubleMatrix, _ compute: Compute) -> DoubleMatrix {
    compute.product(vectors.operand, map.operand)
  }

  package func mapTarget(_ vectors: DoubleMatrix, _ compute: Compute) -> DoubleMatrix { vectors }
}
