/// Random words for stochastic rounding: a number is rounded up with a probability proportional to its distance from
/// the lower neighbour, so that sums of many small steps are unbiased (Gupta et al., arXiv 1502.02551). Rounded to
/// nearest, a running mean of squares that moves by a thousandth per step would never change.
///
/// A word depends only on the seed, the step, the site, and the element's row and column.
package struct StochasticRounding: Sendable {
  let key: UInt64
  let step: UInt64
  let site: UInt64

  /// - Parameters:
  ///   - seed: The seed of the run.
  ///   - step: The number of the step.
  ///   - site: The number of the matrix, which differs between all parameters.
  package init(seed: UInt64, step: UInt64, site: UInt64) {
    // Dropout uses the seed itself as the key, so its words differ from these.
    key = ~seed
    self.step = step & 0xFFFF_FFFF
    self.site = (site << 16 ^ step >> 32) & 0xFFFF_FFFF
  }
}
