/// Arithmetic along one row of a matrix, sixteen lanes at a time.
///
/// This folder is compiled twice: in BertKernels for AVX2 (or NEON), where sixteen lanes are two registers, and through
/// a symbolic link in BertKernelsAVX512, where they are one. The source determines the arithmetic of each lane and the
/// order of each sum, so both give the same bytes. Every function accepts any count, and touches no memory beyond it.
package enum RowArithmetic {
  /// Calls `body(index, lanes)` for each vector of a row: `lanes` is 16, and less for a remainder at the end. Two
  /// vectors are computed at once, as the functions are long chains of dependent operations.
  @inline(__always)
  static func forEachVector(_ count: Int, _ body: (_ index: Int, _ lanes: Int) -> Void) {
    var i = 0
    while i &+ 32 <= count {
      body(i, 16)
      body(i &+ 16, 16)
      i &+= 32
    }
    if i &+ 16 <= count {
      body(i, 16)
      i &+= 16
    }
    if i < count { body(i, count &- i) }
  }

  /// x := body(x)
  @inline(__always)
  static func map(_ x: UnsafeMutablePointer<Float>, _ count: Int, _ body: (F16) -> F16) {
    var i = 0
    while i &+ 32 <= count {
      let a = body(load16(x, i)), b = body(load16(x, i &+ 16))
      store(a, x, i, first: 16)
      store(b, x, i &+ 16, first: 16)
      i &+= 32
    }
    if i &+ 16 <= count {
      store(body(load16(x, i)), x, i, first: 16)
      i &+= 16
    }
    if i < count { store(body(load16(x, i, first: count &- i)), x, i, first: count &- i) }
  }

  /// The sum of `body(index, lanes)` over all vectors, whose result must be 0 in the lanes from `lanes` on. Four
  /// accumulators hide the latency of the additions; the order is fixed.
  @inline(__always)
  static func reduce(_ count: Int, _ body: (_ index: Int, _ lanes: Int) -> F16) -> Float {
    var s0 = F16(), s1 = F16(), s2 = F16(), s3 = F16()
    var i = 0
    while i &+ 64 <= count {
      s0 += body(i, 16)
      s1 += body(i &+ 16, 16)
      s2 += body(i &+ 32, 16)
      s3 += body(i &+ 48, 16)
      i &+= 64
    }
    while i &+ 16 <= count {
      s0 += body(i, 16)
      i &+= 16
    }
    if i < count { s1 += body(i, count &- i) }
    return sum((s0 + s1) + (s2 + s3))
  }

  /// Σ x·y
  ///
  /// The term is a named function, as the compiler would not inline a closure that is used in six places.
  @inline(__always)
  package static func dot(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) -> Float {
    @inline(__always) func term(_ i: Int, _ lanes: Int) -> F16 {
      load16(x, i, first: lanes) * load16(y, i, first: lanes)
    }
    return reduce(count, term)
  }

  /// y := x · factor
  @inline(__always)
  package static func scale(
    _ x: UnsafePointer<Float>, by factor: Float, into y: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    @inline(__always) func body(_ i: Int, _ lanes: Int) {
      store(load16(x, i, first: lanes) * factor, y, i, first: lanes)
    }
    forEachVector(count, body)
  }
}
