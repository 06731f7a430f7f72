import CKernels

/// Eight Float32 lanes: one AVX2 register, or two NEON registers.
typealias F8 = SIMD8<Float>

@inline(__always) func load(_ pointer: UnsafePointer<Float>, _ index: Int = 0) -> F8 {
  UnsafeRawPointer(pointer + index).loadUnaligned(as: F8.self)
}

@inline(__always) func load(_ pointer: UnsafeMutablePointer<Float>, _ index: Int = 0) -> F8 {
  UnsafeRawPointer(pointer + index).loadUnaligned(as: F8.self)
}

@inline(__always) func store(_ value: F8, _ pointer: UnsafeMutablePointer<Float>, _ index: Int = 0) {
  UnsafeMutableRawPointer(pointer + index).storeBytes(of: value, as: F8.self)
}

/// The first `count` (1 to 7) lanes from memory, the others `fill`; touches no memory beyond them.
@inline(__always) func load(_ pointer: UnsafePointer<Float>, first count: Int, fill: Float = 0) -> F8 {
  var value = F8(repeating: fill)
  for lane in 0..<count { value[lane] = pointer[lane] }
  return value
}

/// Stores the first `count` lanes; touches no memory beyond them.
@inline(__always) func store(_ value: F8, _ pointer: UnsafeMutablePointer<Float>, first count: Int) {
  for lane in 0..<count { pointer[lane] = value[lane] }
}

/// a · b + c with one rounding.
@inline(__always) func fma(_ a: F8, _ b: F8, _ c: F8) -> F8 { ck_fma(a, b, c) }
@inline(__always) func fma(_ a: F8, _ b: F8, _ c: Float) -> F8 { ck_fma(a, b, F8(repeating: c)) }
@inline(__always) func fma(_ a: F8, _ b: Float, _ c: F8) -> F8 { ck_fma(a, F8(repeating: b), c) }
@inline(__always) func splat(_ value: Float) -> F8 { F8(repeating: value) }
@inline(__always) func lanesMin(_ a: F8, _ b: F8) -> F8 { ck_min(a, b) }
@inline(__always) func lanesMax(_ a: F8, _ b: F8) -> F8 { ck_max(a, b) }

/// The sum of the lanes, always in the same order: halves, quarters, pair.
@inline(__always) func sum(_ value: F8) -> Float {
  let half = value.lowHalf + value.highHalf
  let quarter = half.lowHalf + half.highHalf
  return quarter[0] + quarter[1]
}

/// The largest lane.
@inline(__always) func maximum(_ value: F8) -> Float {
  let half = pointwiseMax(value.lowHalf, value.highHalf)
  let quarter = pointwiseMax(half.lowHalf, half.highHalf)
  return Swift.max(quarter[0], quarter[1])
}

/// Lane numbers 0…7, to mask a remainder.
@inline(__always) var laneNumbers: SIMD8<Int32> { SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7) }

/// `value` with `fill` in all lanes from `count` on.
@inline(__always) func keep(first count: Int, of value: F8, else fill: Float) -> F8 {
  value.replacing(with: fill, where: laneNumbers .>= SIMD8<Int32>(repeating: Int32(truncatingIfNeeded: count)))
}

@inline(__always) func squareRoot(_ value: F8) -> F8 { ck_sqrt(value) }
