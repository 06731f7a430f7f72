extension RowArithmetic {
  /// y := (x − mean)·rstd·γ + β along one row; y may be x.
  ///
  /// It computes the mean first, then the mean of the squared distances from it, as the row is in L1: the one-pass
  /// formula E[x²] − E[x]² would lose all digits where the mean is much larger than the standard deviation.
  ///
  /// The error of y is at most 1e-5 for values of size 3 and |γ|, |β| ≤ 1; where the mean is far from zero, half an ulp
  /// of the mean times rstd is added to it.
  ///
  /// - Parameter isCentered: If false, the mean is taken as 0, and the variance is the mean of the squares.
  /// - Returns: The mean, and rstd = 1/√(variance + ε).
  @inline(__always)
  package static func layerNorm(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, gamma: UnsafePointer<Float>,
    beta: UnsafePointer<Float>, epsilon: Float, isCentered: Bool, _ count: Int
  ) -> SIMD2<Float> {
    @inline(__always) func value(_ i: Int, _ lanes: Int) -> F16 {
      load16(x, i, first: lanes)
    }
    let mean = isCentered ? reduce(count, value) / Float(count) : 0
    @inline(__always) func squaredDistance(_ i: Int, _ lanes: Int) -> F16 {
      let d = keep(first: lanes, of: load16(x, i, first: lanes) - splat16(mean), else: 0)
      return d * d
    }
    let variance = reduce(count, squaredDistance) / Float(count)
    let rstd = 1 / (variance + epsilon).squareRoot()
    @inline(__always) func normalize(_ i: Int, _ lanes: Int) {
      let normalized = (load16(x, i, first: lanes) - splat16(mean)) * rstd
      store(fma(normalized, load16(gamma, i, first: lanes), load16(beta, i, first: lanes)), y, i, first: lanes)
    }
    forEachVector(count, normalize)
    return SIMD2(mean, rstd)
  }

  /// The same for several rows, `stride` apart: the processor begins a row while it still computes the sums of the one
  /// before.
  ///
  /// - Parameter statistics: Where mean and rstd of each row are stored, `statisticsStride` apart; nil for nowhere.
  package static func layerNorm(
    _ x: UnsafePointer<Float>, stride: Int, into y: UnsafeMutablePointer<Float>, stride yStride: Int, rows: Int,
    gamma: UnsafePointer<Float>, beta: UnsafePointer<Float>, epsilon: Float, isCentered: Bool,
    statistics: UnsafeMutablePointer<Float>?, statisticsStride: Int, _ count: Int
  ) {
    for row in 0..<rows {
      let kept = layerNorm(
        x + row &* stride, into: y + row &* yStride, gamma: gamma, beta: beta, epsilon: epsilon,
        isCentered: isCentered, count)
      if let statistics {
        statistics[row &* statisticsStride] = kept[0]
        statistics[row &* statisticsStride &+ 1] = kept[1]
      }
    }
  }

  /// With x̂ = (x − mean)·rstd and g = dy·γ: dγ += dy·x̂ and dβ += dy where these are given; then dy is overwritten
  /// with dx = rstd·(g − mean(g) − x̂·mean(g·x̂)). Where the norm is not centered, mean(g) is taken as 0.
  package static func layerNormBackward(
    _ x: UnsafePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, gamma: UnsafePointer<Float>,
    mean: Float, rstd: Float, isCentered: Bool, addingTo gammaGradient: UnsafeMutablePointer<Float>?,
    _ betaGradient: UnsafeMutablePointer<Float>?, _ count: Int
  ) {
    var g0 = F16(), g1 = F16(), p0 = F16(), p1 = F16()
    @inline(__always)
    func take(_ i: Int, _ lanes: Int, _ gradients: inout F16, _ products: inout F16) {
      let d = load16(dy, i, first: lanes)
      let normalized = (load16(x, i, first: lanes) - splat16(mean)) * rstd
      let g = d * load16(gamma, i, first: lanes)
      gradients += g
      products = fma(g, normalized, products)
      if let gammaGradient {
        store(fma(d, normalized, load16(gammaGradient, i, first: lanes)), gammaGradient, i, first: lanes)
      }
      if let betaGradient { store(load16(betaGradient, i, first: lanes) + d, betaGradient, i, first: lanes) }
    }
    var i = 0
    while i &+ 32 <= count {
      take(i, 16, &g0, &p0)
      take(i &+ 16, 16, &g1, &p1)
      i &+= 32
    }
    if i &+ 16 <= count {
      take(i, 16, &g0, &p0)
      i &+= 16
    }
    if i < count { take(i, count &- i, &g1, &p1) }
    let meanGradient = isCentered ? sum(g0 + g1) / Float(count) : 0, meanProduct = sum(p0 + p1) / Float(count)
    @inline(__always) func body(_ i: Int, _ lanes: Int) {
      let normalized = (load16(x, i, first: lanes) - splat16(mean)) * rstd
      let centred = fma(load16(dy, i, first: lanes), load16(gamma, i, first: lanes), splat16(-meanGradient))
      store(fma(normalized, -meanProduct, centred) * rstd, dy, i, first: lanes)
    }
    forEachVector(count, body)
  }
}
