import CKernels

/// Sixteen words of 32 bits: one AVX-512 register.
private typealias I16 = SIMD16<Int32>

/// The 12 × 32 tile of quantized products for processors with AVX-512 VNNI: C[0..<12, 0..<32] = A·B in Int32.
///
/// A word holds four consecutive values along the depth: unsigned bytes in A, signed ones in B; `vpdpbusd` multiplies
/// and adds them. The accumulators have a variable each, as those of
/// ``tile12x32(depth:_:_:_:stride:accumulate:next:)``.
///
/// - Parameters:
///   - depth: The number of steps, of four values each.
///   - a: `depth` steps of 12 words.
///   - b: `depth` steps of 32 words.
///   - c: The first element of the tile, rows `stride` apart; all of 12 × 32 is written.
///   - stride: Values from one row of C to the next.
package func quantizedTile12x32(
  depth: Int, _ a: UnsafePointer<Int32>, _ b: UnsafePointer<Int32>, _ c: UnsafeMutablePointer<Int32>, stride: Int
) {
  #if arch(x86_64)
    var l0 = I16(), h0 = I16(), l1 = I16(), h1 = I16(), l2 = I16(), h2 = I16(), l3 = I16(), h3 = I16()
    var l4 = I16(), h4 = I16(), l5 = I16(), h5 = I16(), l6 = I16(), h6 = I16(), l7 = I16(), h7 = I16()
    var l8 = I16(), h8 = I16(), l9 = I16(), h9 = I16(), l10 = I16(), h10 = I16(), l11 = I16(), h11 = I16()
    var a = a, b = b
    for _ in 0..<depth {
      let left = UnsafeRawPointer(b).loadUnaligned(as: I16.self)
      let right = UnsafeRawPointer(b + 16).loadUnaligned(as: I16.self)
      let s0 = I16(repeating: a[0])
      l0 = ck_dot_bytes16(l0, s0, left)
      h0 = ck_dot_bytes16(h0, s0, right)
      let s1 = I16(repeating: a[1])
      l1 = ck_dot_bytes16(l1, s1, left)
      h1 = ck_dot_bytes16(h1, s1, right)
      let s2 = I16(repeating: a[2])
      l2 = ck_dot_bytes16(l2, s2, left)
      h2 = ck_dot_bytes16(h2, s2, right)
      let s3 = I16(repeating: a[3])
      l3 = ck_dot_bytes16(l3, s3, left)
      h3 = ck_dot_bytes16(h3, s3, right)
      let s4 = I16(repeating: a[4])
      l4 = ck_dot_bytes16(l4, s4, left)
      h4 = ck_dot_bytes16(h4, s4, right)
      let s5 = I16(repeating: a[5])
      l5 = ck_dot_bytes16(l5, s5, left)
      h5 = ck_dot_bytes16(h5, s5, right)
      let s6 = I16(repeating: a[6])
      l6 = ck_dot_bytes16(l6, s6, left)
      h6 = ck_dot_bytes16(h6, s6, right)
      let s7 = I16(repeating: a[7])
      l7 = ck_dot_bytes16(l7, s7, left)
      h7 = ck_dot_bytes16(h7, s7, right)
      let s8 = I16(repeating: a[8])
      l8 = ck_dot_bytes16(l8, s8, left)
      h8 = ck_dot_bytes16(h8, s8, right)
      let s9 = I16(repeating: a[9])
      l9 = ck_dot_bytes16(l9, s9, left)
      h9 = ck_dot_bytes16(h9, s9, right)
      let s10 = I16(repeating: a[10])
      l10 = ck_dot_bytes16(l10, s10, left)
      h10 = ck_dot_bytes16(h10, s10, right)
      let s11 = I16(repeating: a[11])
      l11 = ck_dot_bytes16(l11, s11, left)
      h11 = ck_dot_bytes16(h11, s11, right)
      a += 12
      b += 32
    }
    write(l0, h0, c)
    write(l1, h1, c + stride)
    write(l2, h2, c + 2 &* stride)
    write(l3, h3, c + 3 &* stride)
    write(l4, h4, c + 4 &* stride)
    write(l5, h5, c + 5 &* stride)
    write(l6, h6, c + 6 &* stride)
    write(l7, h7, c + 7 &* stride)
    write(l8, h8, c + 8 &* stride)
    write(l9, h9, c + 9 &* stride)
    write(l10, h10, c + 10 &* stride)
    write(l11, h11, c + 11 &* stride)
  #endif
}

@inline(__always)
private func write(_ low: I16, _ high: I16, _ c: UnsafeMutablePointer<Int32>) {
  let target = UnsafeMutableRawPointer(c)
  target.storeBytes(of: low, as: I16.self)
  target.storeBytes(of: high, toByteOffset: 64, as: I16.self)
}
