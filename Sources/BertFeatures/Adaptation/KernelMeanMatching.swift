import BertData
package import BertKernels

/// Weights of source rows under which the mean of the source in the space of a radial kernel is that of the target: KMM
/// (Huang et al. 2006).
///
/// min ½ wᵀKw − κᵀw for 0 ≤ w ≤ B and |Σw − n| ≤ nε, with ε = (√n − 1) / √n: the problem of adapt 0.4.5 and skada 0.6,
/// solved to convergence. As in adapt, a source of more than 1,000 rows is divided at random into equal parts of at
/// most 1,000, and each is solved on its own, because K has n² values. Every row gets a weight.
package struct KernelMeanMatching: Sendable {
  /// The weights of the source rows, [n].
  package let weights: [Double]

  /// The most rows of a part.
  private static let part = 1000

  /// - Parameters:
  ///   - most: B, the largest weight.
  ///   - seed: Decides which rows are weighted together.
  /// - Throws: `setting`, `unsolved`.
  package init(
    _ domains: FeatureDomains, bandwidth: Bandwidth = .median, most: Double = 1000, seed: UInt64 = 42,
    _ compute: Compute
  ) throws(FeatureSpaceError) {
    guard most > 1, most.isFinite else { throw .setting(name: "the largest weight", rule: "a number above 1") }
    let gamma = try bandwidth.gamma(domains, compute), domains = domains.centred(compute), count = domains.source.rows
    var parts = 1
    while count > parts * Self.part { parts *= 2 }
    var order = Array(0..<count)
    if parts > 1 {
      var generator = SeededGenerator(seed: seed)
      order = generator.permutation(count)
    }
    var weights = [Double](repeating: 0, count: count)
    for part in 0..<parts {
      let indices = Array(order[partition(count, parts: parts, index: part)])
      let rows = domains.source.selecting(indices)
      var solver = BoxedQuadratic(
        matrix: compute.radialKernel(rows, rows, gamma: gamma),
        linear: Self.means(rows, domains.target, gamma, compute),
        most: most)
      let found = try solver.minimize(compute)
      for (place, index) in indices.enumerated() { weights[index] = found[place] }
    }
    self.weights = weights
  }

  /// κ: of each row the mean kernel with the target, times the number of rows. [n]
  private static func means(_ rows: DoubleMatrix, _ target: DoubleMatrix, _ gamma: Double, _ compute: Compute)
    -> [Double]
  {
    var means = [Double](repeating: 0, count: rows.rows)
    let share = Double(rows.rows) / Double(target.rows)
    for start in stride(from: 0, to: target.rows, by: 2048) {
      let block = target.rows(start..<min(start + 2048, target.rows))
      let kernel = compute.radialKernel(rows, block, gamma: gamma)
      for (row, sum) in compute.multiply(kernel, Array(repeating: share, count: block.rows)).enumerated() {
        means[row] += sum
      }
    }
    return means
  }
}
