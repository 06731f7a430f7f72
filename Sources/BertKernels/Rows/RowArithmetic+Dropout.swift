import CKernels

extension RowArithmetic {
  /// x := x · factor, where an element's factor is 0 if its random word is below `threshold`, else `scale`.
  ///
  /// Elements are in groups of 16. Group g takes four counters, (4g + 0…3, row, step, site); word w of counter c decides
  /// element 4w + c.
  ///
  /// - Parameter group: Of the first element of `x`.
  package static func dropout(
    _ x: UnsafeMutablePointer<Float>, group: Int, row: UInt64, step: UInt64, site: UInt64, key: UInt64,
    threshold: UInt32, scale: Float, _ count: Int
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
      multiply(x + i, low, threshold, scale, Swift.min(16, count &- i))
      if i &+ 16 < count {
        let high = SIMD16(
          lowHalf: SIMD8(lowHalf: w0.highHalf, highHalf: w1.highHalf),
          highHalf: SIMD8(lowHalf: w2.highHalf, highHalf: w3.highHalf))
        multiply(x + i + 16, high, threshold, scale, Swift.min(16, count &- i &- 16))
      }
      i &+= 32
      group &+= 2
    }
  }

  @inline(__always)
  private static func multiply(
    _ x: UnsafeMutablePointer<Float>, _ words: SIMD16<UInt32>, _ threshold: UInt32, _ scale: Float, _ lanes: Int
  ) {
    let factors = ck_zero_below16(words, threshold, scale)
    store(load16(x, 0, first: lanes) * factors, x, 0, first: lanes)
  }
}
