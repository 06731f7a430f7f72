package import BertKernels

/// Weights of source rows as a mixture of radial kernels centred on target rows, with the greatest likelihood of the
/// target: KLIEP (Sugiyama et al. 2008), solved by the Frank-Wolfe method (Wen, Greiner and Schuurmans 2015).
///
/// The figures are those of adapt 0.4.5 with the same centres (adapt draws them at random), after the same number of
/// steps.
package struct KullbackLeiblerImportance: Sendable {
  /// The weights of the source rows, [n]; their mean is 1.
  package let weights: [Double]

  /// - Parameters:
  ///   - centres: The target rows that the kernels are centred on; those far from all source rows are left out.
  ///   - bandwidth: The width of the kernels.
  ///   - steps: Of the Frank-Wolfe method.
  /// - Throws: `setting`; `unsolved` where all centres are far from the source.
  package init(
    _ domains: FeatureDomains, centres: KernelCentres = KernelCentres(), bandwidth: Bandwidth = .median,
    steps: Int = 2000, _ compute: Compute
  ) throws(FeatureSpaceError) {
    guard steps > 0 else { throw .setting(name: "the number of steps", rule: "1 or more") }
    let gamma = try bandwidth.gamma(domains, compute), domains = domains.centred(compute)
    let chosen = domains.target.selecting(try centres.rows(of: domains.target.rows))
    let source = compute.radialKernel(chosen, domains.source, gamma: gamma)  // [c, n]
    let means = compute.multiply(
      source, Array(repeating: 1 / Double(domains.source.rows), count: domains.source.rows))
    let near = means.indices.filter { means[$0] >= .ulpOfOne }
    guard !near.isEmpty else {
      throw .unsolved(
        what: "no vector of the target is near any of the source",
        remedy: "choose a wider kernel, or another way of adaptation")
    }
    let kernels = compute.radialKernel(chosen.selecting(near), domains.target, gamma: gamma)  // [c, m]
    let scales = near.map { 1 / means[$0] }
    var coefficients = scales.map { $0 / Double(near.count) }
    var densities = compute.multiply(coefficients, kernels)  // [m]
    for step in 0..<steps {
      let slopes = compute.multiply(kernels, densities.map { 1 / max($0, .ulpOfOne) })  // [c]
      var best = 0
      for index in slopes.indices where slopes[index] * scales[index] > slopes[best] * scales[best] { best = index }
      let length = 2 / Double(step + 2), kept = 1 - length, row = kernels.values(ofRow: best)
      for index in coefficients.indices { coefficients[index] *= kept }
      coefficients[best] += length * scales[best]
      for index in densities.indices { densities[index] = kept * densities[index] + length * scales[best] * row[index] }
    }
    weights = compute.multiply(coefficients, source.selecting(near))
  }
}
