/// The format of the factors of a product. Sums are Float32 in both.
package enum FactorFormat: Sendable, Equatable {
  /// Float32, unchanged.
  case float32
  /// Rounded to the nearest bfloat16, ties to even.
  case bfloat16

  /// Whether this processor has a unit for the format. Without one, rounded factors are multiplied by the Float32
  /// kernel.
  package var hasUnit: Bool { self == .float32 || BFloat16Kernel.available.count > 1 }
}
