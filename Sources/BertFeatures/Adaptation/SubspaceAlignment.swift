package import BertKernels

/// Subspace alignment (Fernando et al. 2013): the principal components of the source are aligned with those of the
/// target.
///
/// The figures are those of adapt 0.4.5 and skada 0.6.
package struct SubspaceAlignment: FeatureMap {
  private let source: PrincipalComponents
  private let target: PrincipalComponents
  /// The components of the source times those of the target, `[k, k]`.
  private let alignment: DoubleMatrix

  /// - Parameter components: k; nil for all directions in which both domains vary.
  /// - Throws: `setting`, `unsolved`.
  package init(
    _ domains: FeatureDomains, components: Int? = nil, _ compute: Compute
  ) throws(FeatureSpaceError) {
    var source = try PrincipalComponents(domains.source, count: components, compute)
    var target = try PrincipalComponents(domains.target, count: components, compute)
    let count = min(source.explainedVariance.count, target.explainedVariance.count)
    source = source.first(count)
    target = target.first(count)
    (self.source, self.target) = (source, target)
    alignment = compute.product(source.components.operand, target.components.transpose)
  }

  package func mapSource(_ vectors: DoubleMatrix, _ compute: Compute) -> DoubleMatrix {
    compute.product(source.transform(vectors, compute).operand, alignment.operand)
  }

  package func mapTarget(_ vectors: DoubleMatrix, _ compute: Compute) -> DoubleMatrix {
    target.transform(vectors, compute)
  }
}
