import CKernels

/// The microkernel: a 6 × 16 tile of C over the whole depth of one panel of A and one panel of B.
enum Tile {
  /// C[0..<6, 0..<16] = A·B, or += where `accumulate`.
  ///
  /// The twelve accumulators have a variable each: as an array they would live in memory. Values of A are broadcast
  /// from memory, which costs nothing in addition to the two loads of B.
  ///
  /// - Parameters:
  ///   - a: Row r, step k at `a[r · rowStride + k · stepStride]`; by default packed, `depth` steps of six values.
  ///   - b: `depth` steps of sixteen values.
  ///   - c: The first element of the tile, rows `stride` apart; all of 6 × 16 is written.
  @inline(__always)
  static func multiply(
    depth: Int, _ a: UnsafePointer<Float>, rowStride: Int = 1, stepStride: Int = 6, _ b: UnsafePointer<Float>,
    _ c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool
  ) {
    var l0 = F8(), h0 = F8(), l1 = F8(), h1 = F8(), l2 = F8(), h2 = F8()
    var l3 = F8(), h3 = F8(), l4 = F8(), h4 = F8(), l5 = F8(), h5 = F8()
    for r in 0..<6 { ck_prefetch(c + r &* stride) }
    var a = a, a3 = a + 3 &* rowStride, b = b
    for _ in 0..<depth {
      let low = load(b), high = load(b, 8)
      let s0 = splat(a[0])
      l0 = fma(s0, low, l0)
      h0 = fma(s0, high, h0)
      let s1 = splat(a[rowStride])
      l1 = fma(s1, low, l1)
      h1 = fma(s1, high, h1)
      let s2 = splat(a[2 &* rowStride])
      l2 = fma(s2, low, l2)
      h2 = fma(s2, high, h2)
      let s3 = splat(a3[0])
      l3 = fma(s3, low, l3)
      h3 = fma(s3, high, h3)
      let s4 = splat(a3[rowStride])
      l4 = fma(s4, low, l4)
      h4 = fma(s4, high, h4)
      let s5 = splat(a3[2 &* rowStride])
      l5 = fma(s5, low, l5)
      h5 = fma(s5, high, h5)
      a += stepStride
      a3 += stepStride
      b += 16
    }
    write(l0, h0, c, accumulate)
    write(l1, h1, c + stride, accumulate)
    write(l2, h2, c + 2 &* stride, accumulate)
    write(l3, h3, c + 3 &* stride, accumulate)
    write(l4, h4, c + 4 &* stride, accumulate)
    write(l5, h5, c + 5 &* stride, accumulate)
  }

  @inline(__always)
  private static func write(_ low: F8, _ high: F8, _ c: UnsafeMutablePointer<Float>, _ accumulate: Bool) {
    if accumulate {
      store(load(c) + low, c)
      store(load(c, 8) + high, c, 8)
    } else {
      store(low, c)
      store(high, c, 8)
    }
  }
}
