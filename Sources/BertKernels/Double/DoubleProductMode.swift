/// What becomes of a product of Float64 matrices.
package enum DoubleProductMode: Sendable {
  /// C = A·B
  case store
  /// C += A·B
  case add
  /// C −= A·B
  case subtract
}
