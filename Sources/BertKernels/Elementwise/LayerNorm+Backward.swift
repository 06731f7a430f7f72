extension Compute {
  /// Backward of layer normalization.
  ///
  /// With x̂ = (x − mean)·rstd and g = dy·γ: dx = rstd·(g − mean(g) − x̂·mean(g·x̂)), dγ += Σ dy·x̂, dβ += Σ dy. Where
  /// the norm is not centered: x̂ = x·rstd, dx = rstd·(g − x̂·mean(g·x̂)).
  ///
  /// - Parameters:
  ///   - norm: The norm of the forward pass.
  ///   - x: The input of the forward pass, `[T, H]`.
  ///   - statistics: Stored by the forward pass, `[T, 2]`.
  ///   - gradient: dy, `[T, H]`, overwritten with dx.
  ///   - gamma: The gradient of γ to add to, `[1, H]`; nil where the norm is frozen.
  ///   - beta: The gradient of β to add to, `[1, H]`; nil where the norm is frozen or has no β.
  package func layerNormBackward(
    _ norm: LayerNorm, x: Matrix, statistics: Matrix, gradient: Matrix, addingTo gamma: Matrix?, _ beta: Matrix?
  ) {
    precondition(gamma != nil || beta == nil, "the gradient of β is summed beside that of γ")
    let columns = x.columns, kernels = kernel.rows, scale = norm.gamma.pointer
    func backward(_ row: Int, _ totals: UnsafeMutablePointer<Float>?) {
      kernels.layerNormBackward(
        x.row(row), gradient: gradient.row(row), gamma: scale, mean: statistics.row(row)[0],
        rstd: statistics.row(row)[1], isCentered: norm.isCentered, addingTo: totals,
        beta == nil ? nil : totals.map { $0 + columns }, columns)
    }
    if let gamma {
      // One pass: dx of a row is computed while its x and dy are in L1 for the sums.
      reduceRows(x.rows, columns: beta == nil ? columns : 2 * columns) { row, totals in
        backward(row, totals)
      } finish: { totals in
        addLanes(totals, to: gamma.pointer, count: columns)
        if let beta { addLanes(totals + columns, to: beta.pointer, count: columns) }
      }
    } else {
      forRanges(x.rows, width: columns) { rows in
        for row in rows { backward(row, nil) }
      }
    }
  }
}
