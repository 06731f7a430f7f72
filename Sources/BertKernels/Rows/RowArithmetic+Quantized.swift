import CKernels

extension RowArithmetic {
  /// 1.5 · 2²³: adding it rounds a number of up to 22 bits to an integer, to nearest, ties to even, which is then in
  /// the low bits of the significand.
  private static var shift: Float { 12_582_912 }

  /// Quantizes one token's activations to eight bits: x[k] ≈ (q[k] − zero) · scale with q in 0…255.
  ///
  /// The range goes from the least to the largest of the token's values and zero. After GELU no value is below −0.17,
  /// so a symmetric range would waste half of the integers.
  ///
  /// - Parameters:
  ///   - valuesInWord: 4 for values of 8 bits, 2 for values of 16 bits.
  ///   - words: Written up to `count` rounded up to a multiple of 16 values.
  /// - Returns: The scale, which is NaN where a value is not finite, so that the result of the product is NaN too; and
  ///   the zero point.
  @inline(__always)
  package static func quantize(
    _ x: UnsafePointer<Float>, valuesInWord: Int, into words: UnsafeMutablePointer<Float>, _ count: Int
  ) -> (scale: Float, zero: Int32) {
    let (least, span, isFinite) = range(x, count)
    var inverse = 255 / span, scale = span / 255
    // All values are zero, or so small that the inverse overflows: they become zero.
    if !inverse.isFinite || !span.isFinite { (inverse, scale) = (0, 0) }
    let offset = (-least * inverse + shift) - shift
    if !isFinite { scale = .nan }
    let zero = Int32(truncatingIfNeeded: Int(exactly: offset) ?? 0)
    let base = splat16(Float(zero) + shift), top = splat16(shift + 255), bottom = splat16(shift)
    let factor = splat16(inverse), target = UnsafeMutableRawPointer(words)
    @inline(__always) func body(_ i: Int, _ lanes: Int) {
      let shifted = lanesMax(lanesMin(fma(load16(x, i, first: lanes), factor, base), top), bottom)
      let bits = unsafeBitCast(shifted, to: SIMD16<Int32>.self) & SIMD16(repeating: 0xFF)
      if valuesInWord == 4 {
        target.storeBytes(of: ck_low_bytes16(bits), toByteOffset: i, as: SIMD16<UInt8>.self)
      } else {
        target.storeBytes(of: ck_low_halves16(bits), toByteOffset: 2 &* i, as: SIMD16<UInt16>.self)
      }
    }
    forEachVector(count, body)
    return (scale, zero)
  }

  /// The least of the values and 0, the distance from it to the largest of the values and 0, and whether all are
  /// finite.
  @inline(__always)
  private static func range(_ x: UnsafePointer<Float>, _ count: Int) -> (least: Float, span: Float, isFinite: Bool) {
    var low = F16(), high = F16(), poison = F16(), low1 = F16(), high1 = F16(), poison1 = F16()
    var i = 0
    while i &+ 32 <= count {
      let value = load16(x, i), value1 = load16(x, i &+ 16)
      low = lanesMin(value, low)
      high = lanesMax(value, high)
      // 0, or NaN from the first infinity or NaN on.
      poison = fma(value, F16(), poison)
      low1 = lanesMin(value1, low1)
      high1 = lanesMax(value1, high1)
      poison1 = fma(value1, F16(), poison1)
      i &+= 32
    }
    while i < count {
      let value = load16(x, i, first: min(16, count &- i))
      low = lanesMin(value, low)
      high = lanesMax(value, high)
      poison = fma(value, F16(), poison)
      i &+= 16
    }
    let least = -maximum(F16() - lanesMin(low, low1)), span = maximum(lanesMax(high, high1)) - least
    return (least, span, sum(poison + poison1) == 0 && span.isFinite)
  }

  /// Converts rows of integer sums to floats, and adds the products of the columns that are kept in Float32.
  ///
  /// - Parameters:
  ///   - totals: Sums of products, rows `totalStride` apart.
  ///   - y: The floats, rows `stride` apart; may be the memory of the sums.
  ///   - ranges: The scale and the zero point of each row.
  ///   - sums: The sum of the integer weights of each column.
  ///   - scales: The scale of the weights of each column.
  ///   - kept: `keptCount` activations for each row.
  ///   - keptWeights: `keptCount` rows of weights, `keptStride` apart.
  package static func dequantizeRows(
    _ totals: UnsafePointer<Int32>, stride totalStride: Int, into y: UnsafeMutablePointer<Float>, stride: Int,
    rows: Int, ranges: UnsafePointer<Float>, sums: UnsafePointer<Int32>, scales: UnsafePointer<Float>,
    kept: UnsafePointer<Float>, keptCount: Int, keptWeights: UnsafePointer<Float>, keptStride: Int, _ count: Int
  ) {
    @inline(__always) func body(_ i: Int, _ lanes: Int) {
      let sum = loadWords(sums, i, first: lanes), scale = load16(scales, i, first: lanes)
      for row in 0..<rows {
        let zero = Int32(ranges[2 &* row &+ 1])
        let total = loadWords(totals + row &* totalStride, i, first: lanes)
        var value = ck_float_of_int16(total &- sum &* SIMD16(repeating: zero)) * (scale * ranges[2 &* row])
        for place in 0..<keptCount {
          let weight = load16(keptWeights + place &* keptStride, i, first: lanes)
          value = fma(weight, kept[row &* keptCount &+ place], value)
        }
        store(value, y + row &* stride, i, first: lanes)
      }
    }
    var i = 0
    while i &+ 16 <= count {
      body(i, 16)
      i &+= 16
    }
    if i < count { body(i, count &- i) }
  }

  /// The first `lanes` words from memory, the others 0; touches no memory beyond them.
  @inline(__always)
  private static func loadWords(_ words: UnsafePointer<Int32>, _ index: Int, first lanes: Int) -> SIMD16<Int32> {
    let words = UnsafeRawPointer(words + index)
    return lanes == 16
      ? words.loadUnaligned(as: SIMD16<Int32>.self)
      : unsafeBitCast(
        ck_load_first16(words.assumingMemoryBound(to: Float.self), Int32(truncatingIfNeeded: lanes)),
        to: SIMD16<Int32>.self)
  }
}
