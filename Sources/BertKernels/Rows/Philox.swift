import CKernels

/// The counter-based random generator Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as
/// 1, 2, 3", SC 2011): four random words are a pure function of a 128-bit counter and a 64-bit key.
///
/// There is no state between calls, so any thread can compute any part, and backward can recompute the dropout mask of
/// the forward pass instead of storing it.
package enum Philox {
  typealias Words = SIMD8<UInt64>

  private static let multiplier0: UInt64 = 0xD251_1F53
  private static let multiplier1: UInt64 = 0xCD9E_8D57
  private static let weyl0: UInt64 = 0x9E37_79B9
  private static let weyl1: UInt64 = 0xBB67_AE85
  private static let low: UInt64 = 0xFFFF_FFFF

  /// Eight counters at once, one per lane; each word is in the low half of its lane, and the high half is unspecified.
  @inline(__always)
  static func random(
    _ counter: (Words, Words, Words, Words), key: UInt64
  ) -> (Words, Words, Words, Words) {
    var (c0, c1, c2, c3) = counter
    var k0 = key & low, k1 = key >> 32
    for _ in 0..<10 {
      let p0 = ck_multiply_low(c0, multiplier0), p1 = ck_multiply_low(c2, multiplier1)
      (c0, c1, c2, c3) = (ck_high_xor(p1, c1, k0), p1, ck_high_xor(p0, c3, k1), p0)
      k0 = (k0 &+ weyl0) & low
      k1 = (k1 &+ weyl1) & low
    }
    return (c0, c1, c2, c3)
  }

  /// One counter, in the form of the paper and its known-answer tests.
  package static func random(counter: SIMD4<UInt32>, key: UInt64) -> SIMD4<UInt32> {
    let r = random(
      (
        Words(repeating: UInt64(counter[0])), Words(repeating: UInt64(counter[1])),
        Words(repeating: UInt64(counter[2])),
        Words(repeating: UInt64(counter[3]))
      ), key: key)
    return SIMD4(
      UInt32(truncatingIfNeeded: r.0[0]), UInt32(truncatingIfNeeded: r.1[0]), UInt32(truncatingIfNeeded: r.2[0]),
      UInt32(truncatingIfNeeded: r.3[0]))
  }
}
