/// Layer normalization by its definition, in double precision: the oracle of the fast one.
package enum NaiveLayerNorm {
  /// y = (x − mean)·rstd·γ + β along each row, with rstd = 1/√(variance + ε). In a norm that is not centered, mean is
  /// 0.
  ///
  /// - Returns: `[T, H]`, row by row.
  package static func forward(_ norm: LayerNorm, _ x: Matrix) -> [Double] {
    (0..<x.rows).flatMap { i -> [Double] in
      let normalized = normalize(norm, x, row: i).values
      return (0..<x.columns).map { normalized[$0] * Double(norm.gamma[0, $0]) + Double(norm.beta[0, $0]) }
    }
  }

  /// With x̂ = (x − mean)·rstd and g = dy·γ: dx = rstd·(g − mean(g) − x̂·mean(g·x̂)), dγ = Σ dy·x̂, dβ = Σ dy. In a
  /// norm that is not centered, mean and mean(g) are 0.
  ///
  /// - Returns: dx `[T, H]`, row by row, dγ and dβ `[H]`.
  package static func backward(
    _ norm: LayerNorm, _ x: Matrix, gradient dy: Matrix
  ) -> (x: [Double], gamma: [Double], beta: [Double]) {
    let width = x.columns
    var dx: [Double] = [], gamma = Array(repeating: 0.0, count: width), beta = gamma
    for i in 0..<x.rows {
      let (normalized, rstd) = normalize(norm, x, row: i)
      let g = (0..<width).map { Double(dy[i, $0]) * Double(norm.gamma[0, $0]) }
      let mean = norm.isCentered ? g.reduce(0, +) / Double(width) : 0
      let product = zip(g, normalized).reduce(0) { $0 + $1.0 * $1.1 } / Double(width)
      for j in 0..<width {
        dx.append(rstd * (g[j] - mean - normalized[j] * product))
        gamma[j] += Double(dy[i, j]) * normalized[j]
        beta[j] += Double(dy[i, j])
      }
    }
    return (dx, gamma, beta)
  }

  private static func normalize(_ norm: LayerNorm, _ x: Matrix, row: Int) -> (values: [Double], rstd: Double) {
    let values = (0..<x.columns).map { Double(x[row, $0]) }
    let mean = norm.isCentered ? values.reduce(0, +) / Double(x.columns) : 0
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.columns)
    let rstd = 1 / (variance + Double(norm.epsilon)).squareRoot()
    return (values.map { ($0 - mean) * rstd }, rstd)
  }
}
