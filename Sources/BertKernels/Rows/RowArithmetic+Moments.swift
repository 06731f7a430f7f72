import CKernels

extension RowArithmetic {
  /// One step of AdamW on a row, with its moments in bfloat16, which are rounded stochastically.
  ///
  /// Elements are in groups of 32. Group g takes eight counters of ``Philox``, (8g + 0…7, row, step, site); word w of
  /// counter c rounds element 8w + c, its upper half the first moment and its lower half the second.
  ///
  /// - Parameters:
  ///   - w: The weights.
  ///   - g: Their gradients.
  ///   - held: A word for each element, with the first moment in its upper half.
  package static func adamW(
    _ w: UnsafeMutablePointer<Float>, gradient g: UnsafePointer<Float>, moments held: UnsafeMutablePointer<Float>,
    gradientScale: Float, beta1: Float, beta2: Float, epsilon: Float, inverseCorrection: Float, stepSize: Float,
    decay: Float, row: UInt64, step: UInt64, site: UInt64, key: UInt64, _ count: Int
  ) {
    @inline(__always) func advance(_ i: Int, _ lanes: Int, _ random: SIMD16<UInt32>) {
      let gradient = load16(g, i, first: lanes) * gradientScale
      let words = bits(load16(held, i, first: lanes))
      let first = floats(words & 0xFFFF_0000), second = floats(words &<< 16)
      let mean = fma(gradient - first, 1 - beta1, first)
      let square = fma(gradient * gradient, 1 - beta2, second * beta2)
      let root = F16(lowHalf: ck_sqrt(square.lowHalf), highHalf: ck_sqrt(square.highHalf))
      let denominator = fma(root, inverseCorrection, splat16(epsilon))
      store(load16(w, i, first: lanes) * decay - mean / denominator * stepSize, w, i, first: lanes)
      let upper = (bits(mean) &+ (random &>> 16)) & 0xFFFF_0000
      let lower = (bits(square) &+ (random & 0xFFFF)) &>> 16
      store(floats(upper | lower), held, i, first: lanes)
    }
    var i = 0
    while i < count {
      let words = Philox.random(
        (
          SIMD8(repeating: UInt64(truncatingIfNeeded: i / 4)) &+ SIMD8(0, 1, 2, 3, 4, 5, 6, 7), SIMD8(repeating: row),
          SIMD8(repeating: step), SIMD8(repeating: site)
        ), key: key)
      advance(
        i, Swift.min(16, count &- i), SIMD16(lowHalf: ck_words(words.0), highHalf: ck_words(words.1)))
      if i &+ 16 < count {
        advance(
          i &+ 16, Swift.min(16, count &- i &- 16), SIMD16(lowHalf: ck_words(words.2), highHalf: ck_words(words.3)))
      }
      i &+= 32
    }
  }

  @inline(__always) private static func floats(_ bits: SIMD16<UInt32>) -> F16 { unsafeBitCast(bits, to: F16.self) }
  @inline(__always) private static func bits(_ floats: F16) -> SIMD16<UInt32> {
    unsafeBitCast(floats, to: SIMD16<UInt32>.self)
  }
}
