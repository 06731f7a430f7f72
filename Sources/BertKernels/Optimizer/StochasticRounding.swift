import CKernels

/// Random words for rounding up as often as a number is near to the upper neighbour, so that sums of many small steps come
/// out right in the mean (Gupta et al., arXiv 1502.02551): to the nearest, a running mean of squares that moves by a
/// thousandth of the way would stay where it is for ever.
///
/// A word depends only on the seed, the step, the site, and the element's row and column.
package struct StochasticRounding: Sendable {
  let key: UInt64
  let step: UInt64
  let site: UInt64

  /// - Parameters:
  ///   - seed: The run's seed. - step: Counts steps. - site: Tells matrices apart.
  package init(seed: UInt64, step: UInt64, site: UInt64) {
    // Dropout counts by the seed itself: other words.
    key = ~seed
    self.step = step
    self.site = site
  }

  /// The words of 32 elements: word i of the four gives elements 8·i to 8·i + 7.
  ///
  /// - Parameter group: Of the elements from 32·group on.
  @inline(__always)
  func words(row: Int, group: Int) -> (SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>) {
    let first = SIMD8<UInt64>(repeating: UInt64(truncatingIfNeeded: group &* 8)) &+ SIMD8(0, 1, 2, 3, 4, 5, 6, 7)
    let words = Philox.random(
      (
        first, SIMD8(repeating: UInt64(truncatingIfNeeded: row) & 0xFFFF_FFFF), SIMD8(repeating: step & 0xFFFF_FFFF),
        SIMD8(repeating: (site << 16 ^ step >> 32) & 0xFFFF_FFFF)
      ), key: key)
    return (ck_words(words.0), ck_words(words.1), ck_words(words.2), ck_words(words.3))
  }
}
