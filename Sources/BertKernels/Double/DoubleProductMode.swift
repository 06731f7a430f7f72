/// How a product of Float64 matrices is written to C.
package enum DoubleProductMode: Sendable {
  /// C = A·B
  case store
  /// C += A·B
  case add
  /// C −= A·B
  case subtract
}
