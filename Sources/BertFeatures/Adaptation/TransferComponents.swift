package import BertKernels

/// Transfer component analysis (Pan et al. 2011): components along which rows vary much and the means of the domains
/// differ little.
///
/// The figures are those of adapt 0.4.5 and skada 0.6. Both read only the lower triangle of (I + μKLK)⁻¹·KHK for its
/// eigenvectors, as if it were symmetric, so that the result depends on the order of the rows. L has rank one, and the
/// inverse a closed form. With the linear kernel and many rows, no matrix of the size of K is stored.
package struct TransferComponents: FeatureMap {
  /// The kernel K.
  package enum Kernel: Sendable, Equatable {
    /// x · y. For vectors of length one the radial kernel with γ = 1 / d is nearly the same.
    case linear
    /// exp(−γ‖x − y‖²); K is stored.
    case radial(Bandwidth)
  }

  private enum Map: Sendable {
    /// `[d, k]`
    case linear(DoubleMatrix)
    /// The kernel of vectors minus `mean` with `rows` `[n + m, d]`, times the eigenvectors `[n + m, k]`.
    case radial(mean: [Double], rows: DoubleMatrix, gamma: Double, vectors: DoubleMatrix)
  }
  private let map: Map

  /// The most rows of both domains where K is stored.
  private static let most = 2000

  /// - Parameters:
  ///   - components: k.
  ///   - balance: μ, the weight of the difference of the domains.
  ///   - seed: The seed of the first vectors in the search for the eigenvectors of many rows; they depend on it only by
  ///     rounding.
  /// - Throws: `setting`, `tooManyRows`, `unsolved`.
  package init(
    _ domains: FeatureDomains, kernel: Kernel = .linear, components: Int = 20, balance: Double = 0.1, seed: UInt64 = 42,
    _ compute: Compute
  ) throws(FeatureSpaceError) {
    let all = domains.stacked
    guard components > 0, components <= min(all.rows, 512) else {
      throw .setting(name: "the number of components", rule: "1 to \(min(all.rows, 512))")
    }
    guard balance >= 0, balance.isFinite else { throw .setting(name: "the balance", rule: "a number from 0 on") }
    // e with L = e·eᵀ, so that K·L·K is the outer product of K·e with itself.
    let signs =
      Array(repeating: 1 / Double(domains.source.rows), count: domains.source.rows)
      + Array(repeating: -1 / Double(domains.target.rows), count: domains.target.rows)
    switch kernel {
    case .linear:
      let form = TransferForm(linear: all, signs: signs, balance: balance, compute)
      let vectors = try form.eigenvectors(components, seed: seed, compute)  // [k, N]
      map = .linear(compute.product(all.transpose, vectors.transpose))
    case .radial(let bandwidth):
      guard all.rows <= Self.most else {
        throw .tooManyRows(
          found: all.rows, most: Self.most, remedy: "take the linear kernel, or fewer of the rows")
      }
      let gamma = try bandwidth.gamma(domains, compute), moments = RowMoments(all, compute)
      let form = TransferForm(
        kernel: compute.radialKernel(moments.centred, moments.centred, gamma: gamma), signs: signs, balance: balance,
        compute)
      let vectors = try form.eigenvectors(components, seed: seed, compute)
      map = .radial(mean: moments.mean, rows: moments.centred, gamma: gamma, vectors: vectors.transposed)
    }
  }

  package func mapSource(_ vectors: DoubleMatrix, _ compute: Compute) -> DoubleMatrix {
    switch map {
    case .linear(let projection): return compute.product(vectors.operand, projection.operand)
    case .radial(let mean, let rows, let gamma, let eigenvectors):
      let kernel = compute.radialKernel(vectors.centred(on: mean), rows, gamma: gamma)
      return compute.product(kernel.operand, eigenvectors.operand)
    }
  }

  package func mapTarget(_ vectors: DoubleMatrix, _ compute: Compute) -> DoubleMatrix { mapSource(vectors, compute) }
}
