import BertBaselines
package import BertKernels
import Foundation

/// Weights of source rows by a logistic regression that tells the domains apart (Bickel, Brückner and Scheffer 2007):
/// p(target | x) / p(source | x), clipped.
///
/// The regression is scikit-learn's with C = 1; the figures are those of `IWC` in adapt 0.4.5. As there, the
/// odds are not corrected for the sizes of the domains.
package struct DomainOdds: Sendable {
  /// The weights of the source rows, [n].
  package let weights: [Double]

  /// - Parameter most: The largest weight.
  /// - Throws: `setting`.
  package init(_ domains: FeatureDomains, most: Double = 1000, _ compute: Compute) throws(FeatureSpaceError) {
    guard most > 0 else { throw .setting(name: "the largest weight", rule: "a positive number") }
    var solver = LBFGS()
    solver.options.gradientTolerance = 1e-8
    let rows = domains.stacked, sources = domains.source.rows
    let fit = LogisticRegression(strength: 1, solver: solver).fit(
      SharedRows(rows, compute), targets: (0..<rows.rows).map { [$0 < sources ? 1 : 0] }, labels: 1)
    weights = fit.model.logits(domains.source).map { min(most, exp(-$0)) }
  }
}
