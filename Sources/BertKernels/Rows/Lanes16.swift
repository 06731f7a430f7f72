import CKernels

/// Sixteen Float32 lanes: one register of AVX-512, two of AVX2, four of NEON.
typealias F16 = SIMD16<Float>

@inline(__always) func load16(_ pointer: UnsafePointer<Float>, _ index: Int) -> F16 {
  UnsafeRawPointer(pointer + index).loadUnaligned(as: F16.self)
}

/// The first `lanes` (1 to 16) from memory, the others 0; touches no memory beyond them.
@inline(__always) func load16(_ pointer: UnsafePointer<Float>, _ index: Int, first lanes: Int) -> F16 {
  lanes == 16 ? load16(pointer, index) : ck_load_first16(pointer + index, Int32(truncatingIfNeeded: lanes))
}

/// Stores the first `lanes` (1 to 16); touches no memory beyond them.
@inline(__always) func store(_ value: F16, _ pointer: UnsafeMutablePointer<Float>, _ index: Int, first lanes: Int) {
  if lanes == 16 {
    UnsafeMutableRawPointer(pointer + index).storeBytes(of: value, as: F16.self)
  } else {
    ck_store_first16(value, pointer + index, Int32(truncatingIfNeeded: lanes))
  }
}

/// `value` with `fill` in all lanes from `lanes` on.
@inline(__always) func keep(first lanes: Int, of value: F16, else fill: Float) -> F16 {
  lanes < 16 ? ck_keep_first16(value, Int32(truncatingIfNeeded: lanes), fill) : value
}

@inline(__always) func splat16(_ value: Float) -> F16 { F16(repeating: value) }
@inline(__always) func fma(_ a: F16, _ b: F16, _ c: F16) -> F16 { ck_fma16(a, b, c) }
@inline(__always) func fma(_ a: F16, _ b: F16, _ c: Float) -> F16 { ck_fma16(a, b, F16(repeating: c)) }
@inline(__always) func fma(_ a: F16, _ b: Float, _ c: F16) -> F16 { ck_fma16(a, F16(repeating: b), c) }

/// The smaller of each pair of lanes; where one is NaN, that of `b`.
@inline(__always) func lanesMin(_ a: F16, _ b: F16) -> F16 { ck_min16(a, b) }
/// The larger of each pair of lanes; where one is NaN, that of `b`.
@inline(__always) func lanesMax(_ a: F16, _ b: F16) -> F16 { ck_max16(a, b) }
/// The largest lane.
@inline(__always) func maximum(_ value: F16) -> Float { ck_largest16(value) }

/// The sum of the lanes, always in the same order: halves, quarters, eighths, pair.
@inline(__always) func sum(_ value: F16) -> Float { ck_sum16(value) }
