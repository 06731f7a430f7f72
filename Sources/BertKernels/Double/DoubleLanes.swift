import CKernels

/// Eight Float64 lanes: two AVX2 registers, or four NEON registers.
typealias D8 = SIMD8<Double>

@inline(__always) func load(_ pointer: UnsafePointer<Double>, _ index: Int = 0) -> D8 {
  UnsafeRawPointer(pointer + index).loadUnaligned(as: D8.self)
}

@inline(__always) func load(_ pointer: UnsafeMutablePointer<Double>, _ index: Int = 0) -> D8 {
  UnsafeRawPointer(pointer + index).loadUnaligned(as: D8.self)
}

@inline(__always) func store(_ value: D8, _ pointer: UnsafeMutablePointer<Double>, _ index: Int = 0) {
  UnsafeMutableRawPointer(pointer + index).storeBytes(of: value, as: D8.self)
}

/// a · b + c with one rounding.
@inline(__always) func fma(_ a: D8, _ b: D8, _ c: D8) -> D8 { ck_fma_double8(a, b, c) }
@inline(__always) func splatDouble(_ value: Double) -> D8 { D8(repeating: value) }

/// The sum of the lanes, always in the same order: halves, quarters, pair.
@inline(__always) func sum(_ value: D8) -> Double {
  let half = value.lowHalf + value.highHalf
  let quarter = half.lowHalf + half.highHalf
  return quarter[0] + quarter[1]
}

/// Σ x·y, in two accumulators of eight lanes.
@inline(__always)
func dotLanes(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int) -> Double {
  var s0 = D8(), s1 = D8(), i = 0
  while i &+ 16 <= count {
    s0 = fma(load(x, i), load(y, i), s0)
    s1 = fma(load(x, i &+ 8), load(y, i &+ 8), s1)
    i &+= 16
  }
  var total = sum(s0 + s1)
  while i < count {
    total += x[i] * y[i]
    i &+= 1
  }
  return total
}

/// y += factor · x
@inline(__always)
func addLanes(_ factor: Double, _ x: UnsafePointer<Double>, to y: UnsafeMutablePointer<Double>, count: Int) {
  let scale = splatDouble(factor)
  var i = 0
  while i &+ 8 <= count {
    store(fma(scale, load(x, i), load(y, i)), y, i)
    i &+= 8
  }
  while i < count {
    y[i] += factor * x[i]
    i &+= 1
  }
}
