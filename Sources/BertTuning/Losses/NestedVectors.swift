package import BertKernels

/// The sum of a loss over the first d components of vectors, for several d: sentence-transformers' `MatryoshkaLoss`.
///
/// Source: Kusupati et al., arXiv 2205.13147.
package struct NestedVectors: Sendable {
  /// The values of d, the greatest first; nil for whole vectors.
  let dimensions: [Int]?

  /// - Parameter dimensions: The values of d; nil for whole vectors.
  package init(dimensions: [Int]?) { self.dimensions = dimensions?.sorted(by: >) }

  /// The sum and its gradient.
  ///
  /// - Parameters:
  ///   - outputs: `[N, H]`
  ///   - gradient: `[N, H]`, overwritten.
  ///   - loss: Returns its value for vectors `[N, d]`, and adds to the gradient of the same shape.
  package func evaluate(_ outputs: Matrix, gradient: Matrix, _ loss: (Matrix, _ gradient: Matrix) -> Double) -> Double {
    gradient.fill(0)
    return (dimensions ?? [outputs.columns]).reduce(0) {
      $0 + loss(outputs.columns(0..<$1), gradient.columns(0..<$1))
    }
  }
}
