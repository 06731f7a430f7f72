/// Layer normalization (Ba, Kiros, Hinton, arXiv 1607.06450): y = (x − mean) · rstd · γ + β over each row of `[T, H]`; or
/// RMSNorm (Zhang and Sennrich, arXiv 1910.07467), which leaves the mean where it is.
package struct LayerNorm: Sendable {
  /// `[1, H]`
  package let gamma: Matrix
  /// `[1, H]`
  package let beta: Matrix
  /// Added to the variance.
  package let epsilon: Float
  /// Whether the mean is taken off. Without it, y = x · γ / √(mean(x²) + ε) + β: RMSNorm, where β is 0.
  package let isCentered: Bool

  /// - Parameter beta: Zeros for a norm without one.
  package init(gamma: Matrix, beta: Matrix, epsilon: Float, isCentered: Bool = true) {
    self.gamma = gamma
    self.beta = beta
    self.epsilon = epsilon
    self.isCentered = isCentered
  }
}

extension Compute {
  /// y := LayerNorm(x); `y` may be `x`.
  ///
  /// - Parameter statistics: `[T, 2]`: each row's mean, 0 where the norm is not centered, and 1/√(variance + ε), kept for
  ///   backward where given.
  package func layerNorm(_ norm: LayerNorm, _ x: Matrix, into y: Matrix, statistics: Matrix? = nil) {
    precondition(x.rows == y.rows && x.columns == y.columns && norm.gamma.columns == x.columns)
    forRanges(x.rows, width: x.columns) { rows in
      norm.apply(to: x, into: y, statistics: statistics, rows: rows, kernel.rows)
    }
  }
}

extension LayerNorm {
  /// Some of the rows; `y` may be `x`.
  func apply(to x: Matrix, into y: Matrix, statistics: Matrix?, rows: Range<Int>, _ kernels: any RowKernels.Type) {
    kernels.layerNorm(
      x.row(rows.lowerBound), stride: x.stride, into: y.row(rows.lowerBound), stride: y.stride, rows: rows.count,
      gamma: gamma.pointer, beta: beta.pointer, epsilon: epsilon, isCentered: isCentered,
      statistics: statistics?.row(rows.lowerBound),
      statisticsStride: statistics?.stride ?? 0, gamma.columns)
  }
}
