/// Layer normalization (Ba, Kiros, Hinton, arXiv 1607.06450): y = (x − mean) · rstd · γ + β over each row of `[T, H]`;
/// or RMSNorm (Zhang and Sennrich, arXiv 1910.07467), which does not subtract the mean.
package struct LayerNorm: Sendable {
  /// `[1, H]`
  package let gamma: Matrix
  /// `[1, H]`
  package let beta: Matrix
  /// Added to the variance.
  package let epsilon: Float
  /// Whether the mean is subtracted. If not, y = x · γ / √(mean(x²) + ε) + β: RMSNorm, where β is 0.
  package let isCentered: Bool

  /// - Parameters:
  ///   - gamma: γ, `[1, H]`.
  ///   - beta: β, `[1, H]`; zeros for a norm without β.
  ///   - epsilon: ε.
  ///   - isCentered: Whether the mean is subtracted.
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
  /// - Parameters:
  ///   - norm: The weights.
  ///   - x: `[T, H]`.
  ///   - y: `[T, H]`.
  ///   - statistics: Where the mean of each row (0 where the norm is not centered) and 1/√(variance + ε) are stored for
  ///     backward, `[T, 2]`; nil for nowhere.
  package func layerNorm(_ norm: LayerNorm, _ x: Matrix, into y: Matrix, statistics: Matrix? = nil) {
    precondition(x.rows == y.rows && x.columns == y.columns && norm.gamma.columns == x.columns)
    forRanges(x.rows, width: x.columns) { rows in
      norm.apply(to: x, into: y, statistics: statistics, rows: rows, kernel.rows)
    }
  }
}

extension LayerNorm {
  /// Normalizes some of the rows; `y` may be `x`.
  func apply(to x: Matrix, into y: Matrix, statistics: Matrix?, rows: Range<Int>, _ kernels: any RowKernels.Type) {
    kernels.layerNorm(
      x.row(rows.lowerBound), stride: x.stride, into: y.row(rows.lowerBound), stride: y.stride, rows: rows.count,
      gamma: gamma.pointer, beta: beta.pointer, epsilon: epsilon, isCentered: isCentered,
      statistics: statistics?.row(rows.lowerBound),
      statisticsStride: statistics?.stride ?? 0, gamma.columns)
  }
}
