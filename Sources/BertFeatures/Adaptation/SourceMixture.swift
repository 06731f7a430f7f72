package import BertKernels

/// Weights of several sources on a target without labels: those of the mixture of sources that is nearest to the
/// target. They are not negative and add up to 1.
///
/// The rules for combining sources are proven for a target that is a mixture of the sources (Mansour, Mohri and
/// Rostamizadeh, "Domain Adaptation with Multiple Sources", 2009). The distance is the squared maximum mean discrepancy
/// of a radial kernel, ‖Σ wᵢμᵢ − μ‖², where μ is the mean of a domain in the kernel's space; kernel mean matching
/// weights single rows by the same distance (Huang et al. 2006).
package struct SourceMixture: Sendable {
  /// The weight of each source, [sources].
  package let weights: [Double]
  /// ‖Σ wᵢμᵢ − μ‖², with pairs of a row and itself, so that a source of few rows weighs less.
  package let discrepancy: Double

  /// - Parameters:
  ///   - domains: All source rows and those of the target.
  ///   - owners: The source of each source row, [n].
  ///   - sources: How many there are; each has rows.
  ///   - bandwidth: The width of the kernel.
  /// - Throws: `count`, `setting`, `unsolved`.
  package init(
    _ domains: FeatureDomains, owners: [Int], sources: Int, bandwidth: Bandwidth = .median, _ compute: Compute
  ) throws(FeatureSpaceError) {
    guard owners.count == domains.source.rows else {
      throw .count(of: "owners", found: owners.count, expected: domains.source.rows)
    }
    let gamma = try bandwidth.gamma(domains, compute), domains = domains.centred(compute)
    let parts = (0..<sources).map { source in
      domains.source.selecting(owners.indices.filter { owners[$0] == source })
    }
    let all = parts + [domains.target]
    var products = [[Double]](repeating: Array(repeating: 0, count: sources + 1), count: sources + 1)
    for first in all.indices {
      for second in first..<all.count {
        let mean = Self.mean(all[first], all[second], gamma, compute)
        (products[first][second], products[second][first]) = (mean, mean)
      }
    }
    let found = SimplexMinimum(count: sources) { weights in
      let images = (0..<sources).map { row in
        weights.indices.reduce(0) { $0 + weights[$1] * products[row][$1] } - products[row][sources]
      }
      let value = weights.indices.reduce(products[sources][sources]) {
        $0 + weights[$1] * (images[$1] - products[$1][sources])
      }
      return (value, images.map { 2 * $0 })
    }
    weights = found.weights
    discrepancy = found.value
  }

  /// The mean kernel between rows.
  private static func mean(_ x: DoubleMatrix, _ y: DoubleMatrix, _ gamma: Double, _ compute: Compute) -> Double {
    var sum = 0.0
    for start in stride(from: 0, to: x.rows, by: 1024) {
      let kernel = compute.radialKernel(x.rows(start..<min(start + 1024, x.rows)), y, gamma: gamma)
      sum += compute.multiply(kernel, Array(repeating: 1, count: y.rows)).reduce(0, +)
    }
    return sum / Double(x.rows) / Double(y.rows)
  }
}
