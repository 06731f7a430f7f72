package import BertKernels

/// The squared maximum mean discrepancy (MMD) of two domains, estimated without bias (Gretton et al. 2012, equation 3):
/// the mean kernels within the domains, without pairs of a row and itself, minus twice the mean kernel between them.
/// For equal domains it is near 0, and by chance below.
package struct MeanDiscrepancy: Sendable {
  /// With the radial kernel.
  package let radial: Double
  /// With the linear kernel x · y.
  package let linear: Double

  /// Rows whose kernels are computed at a time.
  private static let block = 1024

  /// - Throws: `setting`, `unsolved`.
  package init(
    _ domains: FeatureDomains, bandwidth: Bandwidth = .median, _ compute: Compute
  ) throws(FeatureSpaceError) {
    let gamma = try bandwidth.gamma(domains, compute), domains = domains.centred(compute)
    let (source, target) = (domains.source, domains.target)
    func within(_ rows: DoubleMatrix) -> Double {
      // The kernel of a row with itself is 1.
      let count = Double(rows.rows)
      return (Self.sum(rows, rows, gamma, compute) - count) / (count * (count - 1))
    }
    let between = Self.sum(source, target, gamma, compute) / Double(source.rows) / Double(target.rows)
    radial = within(source) + within(target) - 2 * between

    func means(_ rows: DoubleMatrix) -> (mean: [Double], own: Double) {
      let mean = RowMoments(rows, compute).mean, count = Double(rows.rows)
      let squares = compute.squaredLengths(rows).reduce(0, +)
      return (mean, (Self.dot(mean, mean) * count * count - squares) / (count * (count - 1)))
    }
    let (first, second) = (means(source), means(target))
    linear = first.own + second.own - 2 * Self.dot(first.mean, second.mean)
  }

  private static func sum(_ x: DoubleMatrix, _ y: DoubleMatrix, _ gamma: Double, _ compute: Compute) -> Double {
    var sum = 0.0
    for start in stride(from: 0, to: x.rows, by: block) {
      let kernel = compute.radialKernel(x.rows(start..<min(start + block, x.rows)), y, gamma: gamma)
      sum += compute.multiply(kernel, Array(repeating: 1, count: y.rows)).reduce(0, +)
    }
    return sum
  }

  private static func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
}
