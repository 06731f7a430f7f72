extension RowArithmetic {
  /// One block of an online softmax: each score becomes exp(scale·score − m), where m is the largest of `before` and
  /// all scaled scores.
  ///
  /// - Returns: m, and the sum of this block's exponentials.
  @inline(__always)
  package static func softmaxBlock(
    _ scores: UnsafeMutablePointer<Float>, scale: Float, before: Float, _ count: Int
  ) -> SIMD2<Float> {
    var m0 = splat16(-.infinity), m1 = m0
    var i = 0
    while i &+ 32 <= count {
      m0 = lanesMax(m0, load16(scores, i))
      m1 = lanesMax(m1, load16(scores, i &+ 16))
      i &+= 32
    }
    if i &+ 16 <= count {
      m0 = lanesMax(m0, load16(scores, i))
      i &+= 16
    }
    if i < count {
      m1 = lanesMax(m1, keep(first: count &- i, of: load16(scores, i, first: count &- i), else: -.infinity))
    }
    let now = Swift.max(before, maximum(lanesMax(m0, m1)) * scale)
    @inline(__always) func term(_ i: Int, _ lanes: Int) -> F16 {
      let p = expLanes(fma(load16(scores, i, first: lanes), scale, splat16(-now)))
      store(p, scores, i, first: lanes)
      return keep(first: lanes, of: p, else: 0)
    }
    let total = reduce(count, term)
    return SIMD2(now, total)
  }

  /// x := softmax(scale · x) along each of several rows, `stride` apart.
  ///
  /// The error of a probability is at most 8 ulp, plus the effect of rounding its score's distance from the largest
  /// one: a relative error of half an ulp of that distance.
  package static func softmax(
    _ x: UnsafeMutablePointer<Float>, stride: Int, rows: Int, scale factor: Float, _ count: Int
  ) {
    for row in 0..<rows {
      let at = x + row &* stride
      let total = softmaxBlock(at, scale: factor, before: -.infinity, count)[1]
      scale(at, by: 1 / total, into: at, count)
    }
  }

  /// Backward of softmax along each of several rows: dy := y·(dy − Σ y·dy), within 4e-7 for |dy| ≤ 1.
  package static func softmaxBackward(
    _ y: UnsafePointer<Float>, stride: Int, gradient dy: UnsafeMutablePointer<Float>, stride gradientStride: Int,
    rows: Int, _ count: Int
  ) {
    for row in 0..<rows {
      let y = y + row &* stride, dy = dy + row &* gradientStride
      let total = dot(y, dy, count)
      @inline(__always) func body(_ i: Int, _ lanes: Int) {
        store(load16(y, i, first: lanes) * (load16(dy, i, first: lanes) - total), dy, i, first: lanes)
      }
      forEachVector(count, body)
    }
  }

  /// Backward of attention's softmax, one row against one block of keys. With P = exp(scale·S − logSum) and the dropout
  /// factors M, scores S become P∘M, and gradients dP∘M (of the dropped-out probabilities) become dS = P∘(M∘dP − δ).
  ///
  /// - Parameter factors: M; `nil` where all are 1.
  @inline(__always)
  package static func attentionBackward(
    scores: UnsafeMutablePointer<Float>, gradients: UnsafeMutablePointer<Float>, factors: UnsafePointer<Float>?,
    scale: Float, logSum: Float, delta: Float, _ count: Int
  ) {
    if let factors {
      @inline(__always) func body(_ i: Int, _ lanes: Int) {
        let p = expLanes(fma(load16(scores, i, first: lanes), scale, splat16(-logSum)))
        let m = load16(factors, i, first: lanes)
        store(p * fma(load16(gradients, i, first: lanes), m, splat16(-delta)), gradients, i, first: lanes)
        store(p * m, scores, i, first: lanes)
      }
      forEachVector(count, body)
    } else {
      @inline(__always) func body(_ i: Int, _ lanes: Int) {
        let p = expLanes(fma(load16(scores, i, first: lanes), scale, splat16(-logSum)))
        store(p * (load16(gradients, i, first: lanes) - delta), gradients, i, first: lanes)
        store(p, scores, i, first: lanes)
      }
      forEachVector(count, body)
    }
  }
}
