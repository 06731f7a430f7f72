import CKernels

/// Rotations of pairs of values of one token in each of its heads, which are `stride` apart; see ``Rotary``.
extension RowArithmetic {
  /// Rotates pairs of value j of the first half and value j of the second half.
  ///
  /// - Parameters:
  ///   - cosines: The cosine of each pair's angle.
  ///   - sines: The sine of each pair's angle.
  ///   - isBackward: Whether the angles are negated.
  ///   - count: The number of pairs in a head.
  package static func rotateHalves(
    _ x: UnsafeMutablePointer<Float>, stride: Int, heads: Int, cosines: UnsafePointer<Float>,
    sines: UnsafePointer<Float>, isBackward: Bool, _ count: Int
  ) {
    let sign: Float = isBackward ? -1 : 1
    for head in 0..<heads {
      let low = x + head &* stride, high = low + count
      @inline(__always) func body(_ i: Int, _ lanes: Int) {
        let a = load16(low, i, first: lanes), b = load16(high, i, first: lanes)
        let c = load16(cosines, i, first: lanes), s = load16(sines, i, first: lanes)
        store(fma(a, c, b * (s * -sign)), low, i, first: lanes)
        store(fma(b, c, a * (s * sign)), high, i, first: lanes)
      }
      forEachVector(count, body)
    }
  }

  /// Rotates pairs of neighbouring values.
  ///
  /// - Parameters:
  ///   - cosines: The cosine of each pair's angle, twice.
  ///   - sines: The sine of each pair's angle, twice; the first of the two is negated.
  ///   - isBackward: Whether the angles are negated.
  ///   - count: The number of rotated values in a head.
  package static func rotatePairs(
    _ x: UnsafeMutablePointer<Float>, stride: Int, heads: Int, cosines: UnsafePointer<Float>,
    sines: UnsafePointer<Float>, isBackward: Bool, _ count: Int
  ) {
    let sign: Float = isBackward ? -1 : 1
    for head in 0..<heads {
      let x = x + head &* stride
      @inline(__always) func body(_ i: Int, _ lanes: Int) {
        let a = load16(x, i, first: lanes), s = load16(sines, i, first: lanes) * sign
        store(fma(a, load16(cosines, i, first: lanes), ck_swap_pairs16(a) * s), x, i, first: lanes)
      }
      forEachVector(count, body)
    }
  }
}
