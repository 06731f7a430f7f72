/// Layer normalization (Ba, Kiros, Hinton, arXiv 1607.06450): y = (x − mean) · rstd · γ + β over each row of `[T, H]`.
package struct LayerNorm: Sendable {
  /// `[1, H]`
  package let gamma: Matrix
  /// `[1, H]`
  package let beta: Matrix
  /// Added to the variance.
  package let epsilon: Float

  package init(gamma: Matrix, beta: Matrix, epsilon: Float) {
    self.gamma = gamma
    self.beta = beta
    self.epsilon = epsilon
  }
}

extension Compute {
  /// y := LayerNorm(x); `y` may be `x`.
  ///
  /// - Parameter statistics: `[T, 2]`: each row's mean and 1/√(variance + ε), kept for backward where given.
  package func layerNorm(_ norm: LayerNorm, _ x: Matrix, into y: Matrix, statistics: Matrix? = nil) {
    precondition(x.rows == y.rows && x.columns == y.columns && norm.gamma.columns == x.columns)
    forRanges(x.rows, width: x.columns) { rows in
      for row in rows { norm.apply(to: x.row(row), into: y.row(row), statistics: statistics?.row(row), kernel.rows) }
    }
  }
}

extension LayerNorm {
  /// One row; `y` may be `x`.
  @inline(__always)
  func apply(
    to x: UnsafeMutablePointer<Float>, into y: UnsafeMutablePointer<Float>, statistics: UnsafeMutablePointer<Float>?,
    _ kernels: any RowKernels.Type
  ) {
    let kept = kernels.layerNorm(
      x, into: y, gamma: gamma.pointer, beta: beta.pointer, epsilon: epsilon, gamma.columns)
    statistics?[0] = kept[0]
    statistics?[1] = kept[1]
  }
}
