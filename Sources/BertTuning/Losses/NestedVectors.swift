package import BertKernels

/// A loss of vectors, also of their first dimensions alone: the sum over some numbers of dimensions, as
/// sentence-transformers' `MatryoshkaLoss` has it.
///
/// Source: Kusupati et al., arXiv 2205.13147.
package struct NestedVectors: Sendable {
  /// The numbers of dimensions, the greatest first; nil for whole vectors.
  let dimensions: [Int]?

  package init(dimensions: [Int]?) { self.dimensions = dimensions?.sorted(by: >) }

  /// - Parameters:
  ///   - outputs: `[N, H]`
  ///   - gradient: `[N, H]`, overwritten.
  ///   - loss: Gives its value for `[N, D]` and adds to the gradient of the same shape.
  package func evaluate(_ outputs: Matrix, gradient: Matrix, _ loss: (Matrix, _ gradient: Matrix) -> Double) -> Double {
    gradient.fill(0)
    return (dimensions ?? [outputs.columns]).reduce(0) {
      $0 + loss(outputs.columns(0..<$1), gradient.columns(0..<$1))
    }
  }
}
