package import BertKernels

/// The directions in which vectors vary most: scikit-learn's `PCA`, by the eigenvectors of the covariance.
package struct PrincipalComponents: Sendable {
  /// The mean of the vectors, [d].
  package let mean: [Double]
  /// Rows of length one, the direction of most variance first, `[k, d]`. The largest value of each is positive, as
  /// scikit-learn's `svd_flip` chooses.
  package let components: DoubleMatrix
  /// The variance along each component, a sum divided by n − 1, [k].
  package let explainedVariance: [Double]
  /// The share of each component in the total variance, [k].
  package let explainedVarianceRatio: [Double]

  /// - Parameters:
  ///   - vectors: `[n, d]`, n > 1.
  ///   - count: k; nil for all directions in which the vectors vary.
  /// - Throws: `setting` where k is more than the directions in which the vectors vary; `unsolved`.
  package init(_ vectors: DoubleMatrix, count: Int? = nil, _ compute: Compute) throws(FeatureSpaceError) {
    let moments = RowMoments(vectors, compute)
    let eigen = try SymmetricEigen(moments.covariance(compute), compute)
    let largest = eigen.values.first ?? 0, total = eigen.values.reduce(0) { $0 + max(0, $1) }
    // A smaller variance is a rounding error, and its direction is arbitrary.
    let least = largest * Double(vectors.columns) * .ulpOfOne
    let rank = min(vectors.rows - 1, eigen.values.prefix { $0 > least }.count)
    let kept = count ?? rank
    guard kept > 0, kept <= rank else {
      throw .setting(
        name: "the number of components", rule: "1 to \(rank), the number of directions in which the vectors vary")
    }
    mean = moments.mean
    components = eigen.vectors.rows(0..<kept).copied()
    for row in 0..<kept {
      let values = components.values(ofRow: row)
      let peak = values.max { abs($0) < abs($1) } ?? 0
      if peak < 0 { components.map(row: row) { _, value in -value } }
    }
    explainedVariance = Array(eigen.values[..<kept])
    explainedVarianceRatio = explainedVariance.map { $0 / total }
  }

  private init(_ all: PrincipalComponents, count: Int) {
    mean = all.mean
    components = all.components.rows(0..<count)
    explainedVariance = Array(all.explainedVariance[..<count])
    explainedVarianceRatio = Array(all.explainedVarianceRatio[..<count])
  }

  /// Only the first components.
  func first(_ count: Int) -> PrincipalComponents { PrincipalComponents(self, count: count) }

  /// The coordinates of vectors along the components, `[n, k]`.
  package func transform(_ vectors: DoubleMatrix, _ compute: Compute) -> DoubleMatrix {
    compute.product(vectors.centred(on: mean).operand, components.transpose)
  }
}
