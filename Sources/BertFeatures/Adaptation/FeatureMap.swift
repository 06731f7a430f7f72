package import BertKernels

/// A map that brings the vectors of two domains into one space in which a classifier of the source fits the target.
package protocol FeatureMap: Sendable {
  /// Vectors of the source in the common space, `[n, k]`.
  func mapSource(_ vectors: DoubleMatrix, _ compute: Compute) -> DoubleMatrix
  /// Vectors of the target in the common space, `[m, k]`.
  func mapTarget(_ vectors: DoubleMatrix, _ compute: Compute) -> DoubleMatrix
}
