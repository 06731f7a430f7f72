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
    self.step = step & 0xFFFF_FFFF
    self.site = (site << 16 ^ step >> 32) & 0xFFFF_FFFF
  }
}
