import Foundation

/// λ(p) = 2/(1 + e^(−10p)) − 1, the factor of the reversed gradient: it rises during training from 0, while the domain
/// classifier has not learnt anything, to almost 1.
///
/// Source: Ganin et al., JMLR 17 (2016), section 5.2.2, with γ = 10.
package enum ReversalRamp {
  /// λ at a share of all steps, 0 ... 1.
  package static func factor(at progress: Double) -> Double { 2 / (1 + exp(-10 * progress)) - 1 }
}
