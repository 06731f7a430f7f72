import CKernels

#if arch(x86_64)
  private typealias F16 = SIMD16<Float>
#endif

/// 32 × 32 sums from panels: C[0..<32, 0..<32] = A·B, or += where `accumulate`, on registers, eight rows at a time.
///
/// - Parameters:
///   - steps: The depth, in steps of 32 values.
///   - a: A panel of A, see ``BFloat16Packing``.
///   - b: A panel of B.
///   - c: The first sum, rows `stride` apart.
func pairs32x32(
  steps: Int, _ a: UnsafePointer<UInt32>, _ b: UnsafePointer<UInt32>, _ c: UnsafeMutablePointer<Float>, stride: Int,
  accumulate: Bool
) {
  #if arch(x86_64)
    for group in 0..<4 {
      let offset = group / 2 &* 256 &+ group % 2 &* 128
      pairs8x32(
        steps: steps, a + offset, b, c + 8 &* group &* stride, stride: stride, accumulate: accumulate)
    }
  #endif
}

#if arch(x86_64)
  /// Sixteen accumulators, two registers of B and eight words of A, broadcast from memory.
  private func pairs8x32(
    steps: Int, _ a: UnsafePointer<UInt32>, _ b: UnsafePointer<UInt32>, _ c: UnsafeMutablePointer<Float>, stride: Int,
    accumulate: Bool
  ) {
    var l0 = F16(), h0 = F16(), l1 = F16(), h1 = F16(), l2 = F16(), h2 = F16(), l3 = F16(), h3 = F16()
    var l4 = F16(), h4 = F16(), l5 = F16(), h5 = F16(), l6 = F16(), h6 = F16(), l7 = F16(), h7 = F16()
    if accumulate {
      (l0, h0) = load(c, 0, stride)
      (l1, h1) = load(c, 1, stride)
      (l2, h2) = load(c, 2, stride)
      (l3, h3) = load(c, 3, stride)
      (l4, h4) = load(c, 4, stride)
      (l5, h5) = load(c, 5, stride)
      (l6, h6) = load(c, 6, stride)
      (l7, h7) = load(c, 7, stride)
    }
    var a = a, b = b
    for _ in 0..<steps {
      for k in 0..<16 {
        let left = UnsafeRawPointer(b).loadUnaligned(as: Words.self)
        let right = UnsafeRawPointer(b + 16).loadUnaligned(as: Words.self)
        let s0 = Words(repeating: a[k])
        l0 = ck_dot_pairs16(l0, s0, left)
        h0 = ck_dot_pairs16(h0, s0, right)
        let s1 = Words(repeating: a[k &+ 16])
        l1 = ck_dot_pairs16(l1, s1, left)
        h1 = ck_dot_pairs16(h1, s1, right)
        let s2 = Words(repeating: a[k &+ 32])
        l2 = ck_dot_pairs16(l2, s2, left)
        h2 = ck_dot_pairs16(h2, s2, right)
        let s3 = Words(repeating: a[k &+ 48])
        l3 = ck_dot_pairs16(l3, s3, left)
        h3 = ck_dot_pairs16(h3, s3, right)
        let s4 = Words(repeating: a[k &+ 64])
        l4 = ck_dot_pairs16(l4, s4, left)
        h4 = ck_dot_pairs16(h4, s4, right)
        let s5 = Words(repeating: a[k &+ 80])
        l5 = ck_dot_pairs16(l5, s5, left)
        h5 = ck_dot_pairs16(h5, s5, right)
        let s6 = Words(repeating: a[k &+ 96])
        l6 = ck_dot_pairs16(l6, s6, left)
        h6 = ck_dot_pairs16(h6, s6, right)
        let s7 = Words(repeating: a[k &+ 112])
        l7 = ck_dot_pairs16(l7, s7, left)
        h7 = ck_dot_pairs16(h7, s7, right)
        b += 32
      }
      a += 512
    }
    store(l0, h0, c, 0, stride)
    store(l1, h1, c, 1, stride)
    store(l2, h2, c, 2, stride)
    store(l3, h3, c, 3, stride)
    store(l4, h4, c, 4, stride)
    store(l5, h5, c, 5, stride)
    store(l6, h6, c, 6, stride)
    store(l7, h7, c, 7, stride)
  }

  @inline(__always)
  private func load(_ c: UnsafeMutablePointer<Float>, _ row: Int, _ stride: Int) -> (F16, F16) {
    let source = UnsafeRawPointer(c + row &* stride)
    return (source.loadUnaligned(as: F16.self), source.loadUnaligned(fromByteOffset: 64, as: F16.self))
  }

  @inline(__always)
  private func store(_ low: F16, _ high: F16, _ c: UnsafeMutablePointer<Float>, _ row: Int, _ stride: Int) {
    let target = UnsafeMutableRawPointer(c + row &* stride)
    target.storeBytes(of: low, as: F16.self)
    target.storeBytes(of: high, toByteOffset: 64, as: F16.self)
  }
#endif
