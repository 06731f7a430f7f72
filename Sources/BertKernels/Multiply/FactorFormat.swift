/// In what form the factors of a product are multiplied. Sums are Float32 in either.
package enum FactorFormat: Sendable, Equatable {
  /// As they are.
  case float32
  /// Rounded to bfloat16, the nearest, ties to even.
  case bfloat16

  /// Whether this processor has a unit for it; where it has none, factors are rounded for the tile of floats.
  package var hasUnit: Bool { self == .float32 || BFloat16Kernel.available.count > 1 }
}
