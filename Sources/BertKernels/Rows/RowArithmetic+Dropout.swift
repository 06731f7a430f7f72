import CKernels

extension RowArithmetic {
  /// x := x · factor, where an element's factor is 0 if its random word is below `threshold`, else `scale`.
  ///
  /// Elements are in groups of 16. Group g takes four counters of ``Philox``, (4g + 0…3, row, step, site); word w of
  /// counter c decides element 4w + c.
  ///
  /// - Parameter group: The group of the first element of `x`.
  package static func dropout(
    _ x: UnsafeMutablePointer<Float>, group: Int, row: UInt64, step: UInt64, site: UInt64, key: UInt64,
    threshold: UInt32, scale: Float, _ count: Int
  ) {
    @inline(__always) func body(_ i: Int, _ lanes: Int, _ factors: F16) {
      store(load16(x, i, first: lanes) * factors, x, i, first: lanes)
    }
    forEachFactors(
      group: group, row: row, step: step, site: site, key: key, threshold: threshold, scale: scale, count, body)
  }

  /// x := (x + bias) · factor + residual, with the factors of
  /// ``dropout(_:group:row:step:site:key:threshold:scale:_:)``.
  ///
  /// - Parameter kept: Where the result is stored in addition; nil for nowhere.
  package static func dropoutResidual(
    _ x: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>, residual: UnsafePointer<Float>,
    keeping kept: UnsafeMutablePointer<Float>?, group: Int, row: UInt64, step: UInt64, site: UInt64, key: UInt64,
    threshold: UInt32, scale: Float, _ count: Int
  ) {
    @inline(__always) func body(_ i: Int, _ lanes: Int, _ factors: F16) {
      let dropped = (load16(x, i, first: lanes) + load16(bias, i, first: lanes)) * factors
      let sum = dropped + load16(residual, i, first: lanes)
      store(sum, x, i, first: lanes)
      if let kept { store(sum, kept, i, first: lanes) }
    }
    forEachFactors(
      group: group, row: row, step: step, site: site, key: key, threshold: threshold, scale: scale, count, body)
  }

  /// Calls `body(index, lanes, factors)` for each vector of a row.
  @inline(__always)
  private static func forEachFactors(
    group: Int, row: UInt64, step: UInt64, site: UInt64, key: UInt64, threshold: UInt32, scale: Float, _ count: Int,
    _ body: (_ index: Int, _ lanes: Int, _ factors: F16) -> Void
  ) {
    var i = 0, group = group
    while i < count {
      // Two groups at a time.
      let first = UInt64(truncatingIfNeeded: group &* 4)
      let words = Philox.random(
        (
          SIMD8(repeating: first) &+ SIMD8(0, 1, 2, 3, 4, 5, 6, 7), SIMD8(repeating: row), SIMD8(repeating: step),
          SIMD8(repeating: site)
        ), key: key)
      let w0 = ck_words(words.0), w1 = ck_words(words.1), w2 = ck_words(words.2), w3 = ck_words(words.3)
      let low = SIMD16(
        lowHalf: SIMD8(lowHalf: w0.lowHalf, highHalf: w1.lowHalf),
        highHalf: SIMD8(lowHalf: w2.lowHalf, highHalf: w3.lowHalf))
      body(i, Swift.min(16, count &- i), ck_zero_below16(low, threshold, scale))
      if i &+ 16 < count {
        let high = SIMD16(
          lowHalf: SIMD8(lowHalf: w0.highHalf, highHalf: w1.highHalf),
          highHalf: SIMD8(lowHalf: w2.highHalf, highHalf: w3.highHalf))
        body(i &+ 16, Swift.min(16, count &- i &- 16), ck_zero_below16(high, threshold, scale))
      }
      i &+= 32
      group &+= 2
    }
  }
}
