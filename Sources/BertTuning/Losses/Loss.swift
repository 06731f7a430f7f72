package import BertKernels

/// A loss of outputs against targets, and its gradient.
///
/// A loss is a pure function and knows no model. Its value over a batch is a weighted mean, so that a batch may be
/// computed in parts: each part counts by its share of the weights.
package protocol Loss<Target>: Sendable {
  /// What an output row is compared with.
  associatedtype Target: Sendable

  /// The weight of a target in the mean; not negative.
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
