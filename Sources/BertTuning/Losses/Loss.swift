package import BertKernels

/// What is to become small: a value of the outputs against their targets, and its gradient.
///
/// A loss is pure and knows no model. Its value over a batch is a weighted mean, so that a batch may be computed in parts:
/// each part counts by its share of the weights.
package protocol Loss<Target>: Sendable {
  /// What an output row is held against.
  associatedtype Target: Sendable

  /// What a target counts in the mean; not negative.
  func weight(of target: Target) -> Double

  /// The weighted mean over the rows, and its gradient. Both are zero where all weights are.
  ///
  /// - Parameters:
  ///   - outputs: `[B, C]`
  ///   - targets: `[B]`
  ///   - scale: Factor of the gradient.
  ///   - gradient: Of the outputs, `[B, C]`, overwritten.
  func evaluate(_ outputs: Matrix, _ targets: [Target], scale: Float, gradient: Matrix) -> Double
}
