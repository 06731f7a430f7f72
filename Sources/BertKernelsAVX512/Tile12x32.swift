import CKernels

/// The 12 × 32 tile for processors with AVX-512: C[0..<12, 0..<32] = A·B, or += where `accumulate`.
///
/// The sums and their order are those of the 6 × 16 tile of AVX2, so both give the same bytes. This module is compiled
/// for x86-64-v4: callers must check that the processor supports it.
///
/// The 24 accumulators have a variable each: an array of them would live in memory, as the optimizer does not unroll a
/// loop of twelve. The multiplication itself broadcasts values of A from memory.
///
/// - Parameters:
///   - depth: The number of steps.
///   - a: `depth` steps of 12 values.
///   - b: `depth` steps of 32 values.
///   - c: The first element of the tile, rows `stride` apart; all of 12 × 32 is written.
///   - stride: Values from one row of C to the next.
///   - accumulate: Whether C is added to.
///   - next: A part of the next panel of B, of which four floats per step are prefetched into L2.
package func tile12x32(
  depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, stride: Int,
  accumulate: Bool, next: UnsafePointer<Float>
) {
  multiply(depth, a, rowStride: 1, stepStride: 12, b, c, stride, accumulate, next: next)
}

/// The same from values of A that are not packed: row r, step k at `a[r · rowStride + k · stepStride]`, where one of
/// the strides is 1.
package func tile12x32(
  depth: Int, _ a: UnsafePointer<Float>, rowStride: Int, stepStride: Int, _ b: UnsafePointer<Float>,
  _ c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool
) {
  if rowStride == 1 {
    multiply(depth, a, rowStride: 1, stepStride: stepStride, b, c, stride, accumulate, next: nil)
  } else {
    multiply(depth, a, rowStride: rowStride, stepStride: 1, b, c, stride, accumulate, next: nil)
  }
}

@inline(__always)
private func multiply(
  _ depth: Int, _ a: UnsafePointer<Float>, rowStride: Int, stepStride: Int, _ b: UnsafePointer<Float>,
  _ c: UnsafeMutablePointer<Float>, _ stride: Int, _ accumulate: Bool, next: UnsafePointer<Float>?
) {
  var l0 = F16(), h0 = F16(), l1 = F16(), h1 = F16(), l2 = F16(), h2 = F16(), l3 = F16(), h3 = F16()
  var l4 = F16(), h4 = F16(), l5 = F16(), h5 = F16(), l6 = F16(), h6 = F16(), l7 = F16(), h7 = F16()
  var l8 = F16(), h8 = F16(), l9 = F16(), h9 = F16(), l10 = F16(), h10 = F16(), l11 = F16(), h11 = F16()
  for row in 0..<12 {
    ck_prefetch(c + row &* stride)
    ck_prefetch(c + (row &* stride &+ 16))
  }
  // Four pointers with three rows each; one more register holds the distance between rows.
  var a = a, a3 = a + 3 &* rowStride, a6 = a + 6 &* rowStride, a9 = a + 9 &* rowStride, b = b
  for step in 0..<depth {
    if let next { ck_prefetch_second(next + 4 &* step) }
    let left = UnsafeRawPointer(b).loadUnaligned(as: F16.self)
    let right = UnsafeRawPointer(b + 16).loadUnaligned(as: F16.self)
    let s0 = F16(repeating: a[0])
    l0 = ck_fma16(s0, left, l0)
    h0 = ck_fma16(s0, right, h0)
    let s1 = F16(repeating: a[rowStride])
    l1 = ck_fma16(s1, left, l1)
    h1 = ck_fma16(s1, right, h1)
    let s2 = F16(repeating: a[2 &* rowStride])
    l2 = ck_fma16(s2, left, l2)
    h2 = ck_fma16(s2, right, h2)
    let s3 = F16(repeating: a3[0])
    l3 = ck_fma16(s3, left, l3)
    h3 = ck_fma16(s3, right, h3)
    let s4 = F16(repeating: a3[rowStride])
    l4 = ck_fma16(s4, left, l4)
    h4 = ck_fma16(s4, right, h4)
    let s5 = F16(repeating: a3[2 &* rowStride])
    l5 = ck_fma16(s5, left, l5)
    h5 = ck_fma16(s5, right, h5)
    let s6 = F16(repeating: a6[0])
    l6 = ck_fma16(s6, left, l6)
    h6 = ck_fma16(s6, right, h6)
    let s7 = F16(repeating: a6[rowStride])
    l7 = ck_fma16(s7, left, l7)
    h7 = ck_fma16(s7, right, h7)
    let s8 = F16(repeating: a6[2 &* rowStride])
    l8 = ck_fma16(s8, left, l8)
    h8 = ck_fma16(s8, right, h8)
    let s9 = F16(repeating: a9[0])
    l9 = ck_fma16(s9, left, l9)
    h9 = ck_fma16(s9, right, h9)
    let s10 = F16(repeating: a9[rowStride])
    l10 = ck_fma16(s10, left, l10)
    h10 = ck_fma16(s10, right, h10)
    let s11 = F16(repeating: a9[2 &* rowStride])
    l11 = ck_fma16(s11, left, l11)
    h11 = ck_fma16(s11, right, h11)
    a += stepStride
    a3 += stepStride
    a6 += stepStride
    a9 += stepStride
    b += 32
  }
  write(l0, h0, c, accumulate)
  write(l1, h1, c + stride, accumulate)
  write(l2, h2, c + 2 &* stride, accumulate)
  write(l3, h3, c + 3 &* stride, accumulate)
  write(l4, h4, c + 4 &* stride, accumulate)
  write(l5, h5, c + 5 &* stride, accumulate)
  write(l6, h6, c + 6 &* stride, accumulate)
  write(l7, h7, c + 7 &* stride, accumulate)
  write(l8, h8, c + 8 &* stride, accumulate)
  write(l9, h9, c + 9 &* stride, accumulate)
  write(l10, h10, c + 10 &* stride, accumulate)
  write(l11, h11, c + 11 &* stride, accumulate)
}

@inline(__always)
private func write(_ low: F16, _ high: F16, _ c: UnsafeMutablePointer<Float>, _ accumulate: Bool) {
  let target = UnsafeMutableRawPointer(c)
  if accumulate {
    target.storeBytes(of: target.loadUnaligned(as: F16.self) + low, as: F16.self)
    target.storeBytes(
      of: target.loadUnaligned(fromByteOffset: 64, as: F16.self) + high, toByteOffset: 64, as: F16.self)
  } else {
    target.storeBytes(of: low, as: F16.self)
    target.storeBytes(of: high, toByteOffset: 64, as: F16.self)
  }
}
