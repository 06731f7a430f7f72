extension Compute {
  /// Backward of layer normalization.
  ///
  /// With x̂ = (x − mean)·rstd and g = dy·γ: dx = rstd·(g − mean(g) − x̂·mean(g·x̂)), dγ += Σ dy·x̂, dβ += Σ dy.
  ///
  /// - Parameters:
  ///   - x: Forward's input, `[T, H]`. - statistics: Kept by forward, `[T, 2]`.
  ///   - gradient: dy, overwritten with dx.
  ///   - gamma, beta: Gradients to add to, `[1, H]`; `nil` where the norm is frozen.
  package func layerNormBackward(
    _ norm: LayerNorm, x: Matrix, statistics: Matrix, gradient: Matrix, addingTo gamma: Matrix?, _ beta: Matrix?
  ) {
    let columns = x.columns
    if let gamma, let beta {
      reduceRows(x.rows, columns: 2 * columns) { row, totals in
        let mean = statistics.row(row)[0], rstd = statistics.row(row)[1]
        let from = x.row(row), dy = gradient.row(row)
        var j = 0
        while j &+ 8 <= columns {
          let d = load(dy, j)
          store(fma(d, (load(from, j) - splat(mean)) * rstd, load(totals, j)), totals, j)
          store(load(totals, columns &+ j) + d, totals, columns &+ j)
          j &+= 8
        }
        while j < columns {
          totals[j] += dy[j] * (from[j] - mean) * rstd
          totals[columns &+ j] += dy[j]
          j &+= 1
        }
      } finish: { totals in
        addLanes(totals, to: gamma.pointer, count: columns)
        addLanes(totals + columns, to: beta.pointer, count: columns)
      }
    }
    let scale = norm.gamma.pointer
    forRanges(x.rows, width: x.columns) { rows in
      for row in rows {
        inputGradient(
          x.row(row), gradient.row(row), gamma: scale, mean: statistics.row(row)[0], rstd: statistics.row(row)[1],
          columns: columns)
      }
    }
  }

  /// One row of dx, over dy.
  private func inputGradient(
    _ x: UnsafeMutablePointer<Float>, _ dy: UnsafeMutablePointer<Float>, gamma: UnsafeMutablePointer<Float>,
    mean: Float, rstd: Float, columns: Int
  ) {
    let meanGradient =
      LayerNormRow.reduce(columns) { i in
        load(dy, i) * load(gamma, i)
      } rest: { i in
        dy[i] * gamma[i]
      }
      / Float(columns)
    let meanProduct =
      LayerNormRow.reduce(columns) { i in
        load(dy, i) * load(gamma, i) * ((load(x, i) - splat(mean)) * rstd)
      } rest: { i in
        dy[i] * gamma[i] * ((x[i] - mean) * rstd)
      } / Float(columns)
    var j = 0
    while j &+ 8 <= columns {
      let normalized = (load(x, j) - splat(mean)) * rstd
      store((fma(load(dy, j), load(gamma, j), splat(-meanGradient)) - normalized * meanProduct) * rstd, dy, j)
      j &+= 8
    }
    while j < columns {
      let normalized = (x[j] - mean) * rstd
      dy[j] = (dy[j] * gamma[j] - meanGradient - normalized * meanProduct) * rstd
      j &+= 1
    }
  }
}
