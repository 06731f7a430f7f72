/// What the factors of a product of floats are rounded to; products, sums and all else stay in floats.
package enum FactorFormat: Sendable, Equatable {
  /// Floats of 32 bits: nothing is rounded.
  case float32
  /// Floats of 16 bits with the exponents of 32, rounded to nearest even.
  case bfloat16

  /// Whether this processor has a unit for it; otherwise it is emulated.
  package var hasUnit: Bool { self == .float32 }
}
