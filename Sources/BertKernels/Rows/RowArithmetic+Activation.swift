import CKernels

extension RowArithmetic {
  /// x := eˣ
  package static func exponential(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    map(x, count) { expLanes($0) }
  }

  /// x := log x, for x from 1 to 10⁶.
  package static func logarithm(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    map(x, count) { logLanes($0) }
  }

  /// x := erf x
  package static func errorFunction(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    map(x, count) { erfLanes($0) }
  }

  /// x := tanh x
  package static func hyperbolicTangent(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    map(x, count) { tanhLanes($0) }
  }

  /// x := x/(1 + e⁻ˣ). The exponential is bounded, so that nothing overflows.
  package static func silu(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    map(x, count) { x in x / (expLanes(-x) + 1) }
  }

  /// x := x·Φ(x), within 2.5e-7 of max(1, |x|).
  package static func gelu(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    map(x, count) { x in
      let half = x * 0.5
      return fma(half, erfLanes(x * Float(0.5).squareRoot()), half)
    }
  }

  /// x := ½x·(1 + tanh(√(2/π)(x + 0.044715x³))), within 2.5e-7 of max(1, |x|).
  package static func geluTanh(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    map(x, count) { x in
      let half = x * 0.5
      return fma(half, tanhLanes(fma(x * x * 0.044_715, x, x) * 0.797_884_56), half)
    }
  }

  /// In place, x becomes f(x) and dy becomes dy·f′(x), with f(x) = x·Φ(x) and f′ = Φ(x) + x·φ(x). The error of f′ is at
  /// most 6e-7.
  package static func geluBackward(
    _ x: UnsafeMutablePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    @inline(__always) func body(_ i: Int, _ lanes: Int) {
      let argument = load16(x, i, first: lanes)
      let cdf = fma(erfLanes(argument * Float(0.5).squareRoot()), splat16(0.5), 0.5)
      let density = expLanes(argument * argument * -0.5) * 0.398_942_28
      store(argument * cdf, x, i, first: lanes)
      store(load16(dy, i, first: lanes) * fma(argument, density, cdf), dy, i, first: lanes)
    }
    forEachVector(count, body)
  }

  /// The same for the approximation by tanh.
  package static func geluTanhBackward(
    _ x: UnsafeMutablePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    @inline(__always) func body(_ i: Int, _ lanes: Int) {
      let argument = load16(x, i, first: lanes)
      let square = argument * argument
      let u = fma(square * 0.044_715, argument, argument) * 0.797_884_56
      let inner = fma(square, splat16(0.797_884_56 * 3 * 0.044_715), 0.797_884_56)
      // With e = e^(−2|u|): ½(1 + tanh|u|) = 1/(1 + e), and 1 − tanh² = 4e/(1 + e)², free of cancellation.
      let e = expLanes(lanesMin(u, -u) * 2)
      let inverse = 1 / (e + 1)
      let half = ck_where_positive16(u, inverse, e * inverse)
      // For large |u|, e is 0 and `inner` may be infinite: the limit of the product is 0.
      let bend = ck_where_zero16(e, F16(), argument * 2 * (e * inverse * inverse) * inner)
      store(argument * half, x, i, first: lanes)
      store(load16(dy, i, first: lanes) * (half + bend), dy, i, first: lanes)
    }
    forEachVector(count, body)
  }

  /// The same for x·s with s = 1/(1 + e⁻ˣ): f′ = s + x·s·(1 − s).
  package static func siluBackward(
    _ x: UnsafeMutablePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    @inline(__always) func body(_ i: Int, _ lanes: Int) {
      let argument = load16(x, i, first: lanes)
      let s = 1 / (expLanes(-argument) + 1)
      store(argument * s, x, i, first: lanes)
      store(load16(dy, i, first: lanes) * fma(argument * s, 1 - s, s), dy, i, first: lanes)
    }
    forEachVector(count, body)
  }

  /// The same for y = tanh x: f′ = 1 − y².
  package static func hyperbolicTangentBackward(
    _ x: UnsafeMutablePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    @inline(__always) func body(_ i: Int, _ lanes: Int) {
      let y = tanhLanes(load16(x, i, first: lanes))
      store(y, x, i, first: lanes)
      store(load16(dy, i, first: lanes) * (1 - y * y), dy, i, first: lanes)
    }
    forEachVector(count, body)
  }
}
