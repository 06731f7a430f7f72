import CKernels

/// One token's activations in eight bits: x[k] ≈ (q[k] − zero) · scale with q in 0…255.
///
/// The range is that of the token's own values and zero, from its least to its largest: after GELU nothing lies below
/// −0.17, so that a range around zero would waste half of the integers. Not finite where a value is not, so that the
/// result is not either.
package struct QuantizedRow: Equatable {
  package var scale: Float
  package var zero: Int32

  /// Adding it leaves an integer of up to 22 bits in the low bits of the significand, rounded to nearest, ties to even.
  @inline(__always) private static var shift: Float { 12_582_912 }

  /// Quantises `count` values (a multiple of 8; read only).
  ///
  /// - Parameter words: `count / valuesInWord` of them are written.
  @inline(__always)
  init(
    quantizing x: UnsafePointer<Float>, count: Int, valuesInWord: Int, into words: UnsafeMutablePointer<Float>
  ) {
    var low = F8(), high = F8(), poison = F8()
    for i in stride(from: 0, to: count, by: 8) {
      let value = load(x, i)
      low = lanesMin(value, low)
      high = lanesMax(value, high)
      // 0, or NaN from the first infinity or NaN on.
      poison = fma(value, F8(), poison)
    }
    let least = -maximum(F8() - low), span = maximum(high) - least
    var inverse = 255 / span
    scale = span / 255
    // All zero, or so small that the inverse overflows: nothing is left of it.
    if !inverse.isFinite || !span.isFinite { (inverse, scale) = (0, 0) }
    let offset = (-least * inverse + Self.shift) - Self.shift
    if !(sum(poison) == 0 && span.isFinite) { scale = .nan }
    zero = Int32(truncatingIfNeeded: Int(exactly: offset) ?? 0)
    let base = splat(Float(zero) + Self.shift), top = splat(Self.shift + 255), bottom = splat(Self.shift)
    let target = UnsafeMutableRawPointer(words)
    for i in stride(from: 0, to: count, by: 8) {
      let shifted = lanesMax(lanesMin(fma(load(x, i), splat(inverse), base), top), bottom)
      let bits = unsafeBitCast(shifted, to: SIMD8<Int32>.self) & SIMD8(repeating: 0xFF)
      if valuesInWord == 4 {
        target.storeBytes(of: ck_low_bytes(bits), toByteOffset: i, as: SIMD8<UInt8>.self)
      } else {
        target.storeBytes(of: ck_low_halves(bits), toByteOffset: 2 &* i, as: SIMD8<UInt16>.self)
      }
    }
  }
}
