import BertBaselines
package import BertKernels

/// The methods of domain adaptation that need no label of the target, by their names on the command line.
package enum VectorAdaptation: String, Sendable, CaseIterable {
  /// ``Coral``.
  case coral
  /// ``SubspaceAlignment``.
  case subspace
  /// ``TransferComponents`` of the linear kernel.
  case tca
  /// ``DomainOdds``.
  case odds
  /// ``KernelMeanMatching``.
  case kmm
  /// ``KullbackLeiblerImportance``.
  case kliep
  /// ``LeastSquaresImportance``.
  case ulsif

  /// Fits the method to both domains, with its default settings.
  ///
  /// - Parameters:
  ///   - domains: The vectors of both domains.
  ///   - seed: The seed of the kernels' centres, of the division of many rows into parts, and of the search for
  ///     eigenvectors.
  /// - Throws: `setting`, `tooManyRows`, `unsolved`.
  package func fit(
    _ domains: FeatureDomains, seed: UInt64, _ compute: Compute
  ) throws(FeatureSpaceError) -> AdaptedVectors {
    let map: (any FeatureMap)?, weights: [Double]?
    switch self {
    case .coral: (map, weights) = (try Coral(domains, compute), nil)
    case .subspace: (map, weights) = (try SubspaceAlignment(domains, compute), nil)
    case .tca:
      let components = min(20, domains.source.rows + domains.target.rows)
      (map, weights) = (try TransferComponents(domains, components: components, seed: seed, compute), nil)
    case .odds: (map, weights) = (nil, try DomainOdds(domains, compute).weights)
    case .kmm: (map, weights) = (nil, try KernelMeanMatching(domains, seed: seed, compute).weights)
    case .kliep:
      let centres = KernelCentres(seed: seed)
      (map, weights) = (nil, try KullbackLeiblerImportance(domains, centres: centres, compute).weights)
    case .ulsif:
      let centres = KernelCentres(seed: seed)
      (map, weights) = (nil, try LeastSquaresImportance(domains, centres: centres, compute).weights)
    }
    return AdaptedVectors(
      training: (map?.mapSource(domains.source, compute) ?? domains.source).features, weights: weights, map: map,
      dimensions: domains.dimensions)
  }
}
