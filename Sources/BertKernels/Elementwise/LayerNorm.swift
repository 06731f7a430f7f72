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
    let gamma = norm.gamma.pointer, beta = norm.beta.pointer
    let columns = x.columns
    forRanges(x.rows, width: x.columns) { rows in
      for row in rows {
        let from = x.row(row), to = y.row(row)
        let mean = LayerNormRow.mean(from, columns)
        let rstd = 1 / (LayerNormRow.variance(from, columns, mean) + norm.epsilon).squareRoot()
        if let statistics {
          statistics.row(row)[0] = mean
          statistics.row(row)[1] = rstd
        }
        var j = 0
        while j &+ 8 <= columns {
          store(fma((load(from, j) - splat(mean)) * rstd, load(gamma, j), load(beta, j)), to, j)
          j &+= 8
        }
        while j < columns {
          to[j] = (from[j] - mean) * rstd * gamma[j] + beta[j]
          j &+= 1
        }
      }
    }
  }
}

/// Sums along one row, in two vectors, always in the same order.
enum LayerNormRow {
  @inline(__always)
  static func mean(_ x: UnsafeMutablePointer<Float>, _ count: Int) -> Float {
    reduce(count) { i in
      load(x, i)
    } rest: { i in
      x[i]
    } / Float(count)
  }

  /// The mean of squared distances from the mean (not Bessel-corrected).
  @inline(__always)
  static func variance(_ x: UnsafeMutablePointer<Float>, _ count: Int, _ mean: Float) -> Float {
    reduce(count) { i in
      let d = load(x, i) - splat(mean)
      return d * d
    } rest: { i in
      (x[i] - mean) * (x[i] - mean)
    } / Float(count)
  }

  @inline(__always)
  static func reduce(_ count: Int, _ lanes: (Int) -> F8, rest: (Int) -> Float) -> Float {
    var s0 = F8(), s1 = F8()
    var i = 0
    while i &+ 16 <= count {
      s0 += lanes(i)
      s1 += lanes(i &+ 8)
      i &+= 16
    }
    if i &+ 8 <= count {
      s0 += lanes(i)
      i &+= 8
    }
    var total = sum(s0 + s1)
    while i < count {
      total += rest(i)
      i &+= 1
    }
    return total
  }
}
