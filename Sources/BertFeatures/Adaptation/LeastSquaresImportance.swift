package import BertKernels

/// Weights of source rows as a mixture of radial kernels centred on target rows, fitted by least squares: uLSIF
/// (Kanamori, Hido and Sugiyama 2009).
///
/// The figures are those of adapt 0.4.5 with the same centres (adapt draws them at random): the coefficients are
/// (H + λI)⁻¹·h, negative ones set to 0.
package struct LeastSquaresImportance: Sendable {
  /// The weights of the source rows, [n].
  package let weights: [Double]

  /// - Parameters:
  ///   - centres: The target rows that the kernels are centred on.
  ///   - bandwidth: The width of the kernels.
  ///   - regularization: λ.
  /// - Throws: `setting`, `unsolved`.
  package init(
    _ domains: FeatureDomains, centres: KernelCentres = KernelCentres(), bandwidth: Bandwidth = .median,
    regularization: Double = 1, _ compute: Compute
  ) throws(FeatureSpaceError) {
    guard regularization > 0, regularization.isFinite else {
      throw .setting(name: "the regularization", rule: "a positive number")
    }
    let gamma = try bandwidth.gamma(domains, compute), domains = domains.centred(compute)
    let chosen = domains.target.selecting(try centres.rows(of: domains.target.rows))
    let source = compute.radialKernel(chosen, domains.source, gamma: gamma)  // [c, n]
    let target = compute.radialKernel(chosen, domains.target, gamma: gamma)  // [c, m]
    let share = 1 / Double(domains.source.rows)
    let matrix = compute.product(source.operand, source.transpose)  // [c, c]
    for row in 0..<matrix.rows {
      matrix.map(row: row) { column, value in value * share + (column == row ? regularization : 0) }
    }
    let means = compute.multiply(
      target, Array(repeating: 1 / Double(domains.target.rows), count: domains.target.rows))
    guard let factor = Cholesky(matrix, compute) else {
      throw .unsolved(what: "the least-squares weights were not found", remedy: "choose a larger regularization")
    }
    weights = compute.multiply(factor.solve(means).map { max(0, $0) }, source)
  }
}
