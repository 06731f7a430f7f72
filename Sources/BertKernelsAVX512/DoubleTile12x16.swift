import CKernels

private typealias D8 = SIMD8<Double>

/// The 12 × 16 tile of a product of Float64 matrices for processors with AVX-512: C[0..<12, 0..<16] = A·B, C + A·B
/// where `accumulates`, and C − A·B where it also `subtracts`.
///
/// The sums and their order are those of the 6 × 8 tile of AVX2, so both give the same bytes. The 24 accumulators have
/// a variable each, as those of ``tile12x32(depth:_:_:_:stride:accumulate:next:)``.
///
/// - Parameters:
///   - depth: The number of steps.
///   - a: `depth` steps of 12 values.
///   - b: `depth` steps of 16 values.
///   - c: The first element of the tile, rows `stride` apart; all of 12 × 16 is written.
///   - stride: Values from one row of C to the next.
///   - accumulates: Whether C is added to.
///   - subtracts: Whether the product is subtracted, where `accumulates`.
package func doubleTile12x16(
  depth: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ c: UnsafeMutablePointer<Double>, stride: Int,
  accumulates: Bool, subtracts: Bool
) {
  var l0 = D8(), h0 = D8(), l1 = D8(), h1 = D8(), l2 = D8(), h2 = D8(), l3 = D8(), h3 = D8()
  var l4 = D8(), h4 = D8(), l5 = D8(), h5 = D8(), l6 = D8(), h6 = D8(), l7 = D8(), h7 = D8()
  var l8 = D8(), h8 = D8(), l9 = D8(), h9 = D8(), l10 = D8(), h10 = D8(), l11 = D8(), h11 = D8()
  var a = a, b = b
  for _ in 0..<depth {
    let left = UnsafeRawPointer(b).loadUnaligned(as: D8.self)
    let right = UnsafeRawPointer(b + 8).loadUnaligned(as: D8.self)
    let s0 = D8(repeating: a[0])
    l0 = ck_fma_double8(s0, left, l0)
    h0 = ck_fma_double8(s0, right, h0)
    let s1 = D8(repeating: a[1])
    l1 = ck_fma_double8(s1, left, l1)
    h1 = ck_fma_double8(s1, right, h1)
    let s2 = D8(repeating: a[2])
    l2 = ck_fma_double8(s2, left, l2)
    h2 = ck_fma_double8(s2, right, h2)
    let s3 = D8(repeating: a[3])
    l3 = ck_fma_double8(s3, left, l3)
    h3 = ck_fma_double8(s3, right, h3)
    let s4 = D8(repeating: a[4])
    l4 = ck_fma_double8(s4, left, l4)
    h4 = ck_fma_double8(s4, right, h4)
    let s5 = D8(repeating: a[5])
    l5 = ck_fma_double8(s5, left, l5)
    h5 = ck_fma_double8(s5, right, h5)
    let s6 = D8(repeating: a[6])
    l6 = ck_fma_double8(s6, left, l6)
    h6 = ck_fma_double8(s6, right, h6)
    let s7 = D8(repeating: a[7])
    l7 = ck_fma_double8(s7, left, l7)
    h7 = ck_fma_double8(s7, right, h7)
    let s8 = D8(repeating: a[8])
    l8 = ck_fma_double8(s8, left, l8)
    h8 = ck_fma_double8(s8, right, h8)
    let s9 = D8(repeating: a[9])
    l9 = ck_fma_double8(s9, left, l9)
    h9 = ck_fma_double8(s9, right, h9)
    let s10 = D8(repeating: a[10])
    l10 = ck_fma_double8(s10, left, l10)
    h10 = ck_fma_double8(s10, right, h10)
    let s11 = D8(repeating: a[11])
    l11 = ck_fma_double8(s11, left, l11)
    h11 = ck_fma_double8(s11, right, h11)
    a += 12
    b += 16
  }
  write(l0, h0, c, accumulates, subtracts)
  write(l1, h1, c + stride, accumulates, subtracts)
  write(l2, h2, c + 2 &* stride, accumulates, subtracts)
  write(l3, h3, c + 3 &* stride, accumulates, subtracts)
  write(l4, h4, c + 4 &* stride, accumulates, subtracts)
  write(l5, h5, c + 5 &* stride, accumulates, subtracts)
  write(l6, h6, c + 6 &* stride, accumulates, subtracts)
  write(l7, h7, c + 7 &* stride, accumulates, subtracts)
  write(l8, h8, c + 8 &* stride, accumulates, subtracts)
  write(l9, h9, c + 9 &* stride, accumulates, subtracts)
  write(l10, h10, c + 10 &* stride, accumulates, subtracts)
  write(l11, h11, c + 11 &* stride, accumulates, subtracts)
}

@inline(__always)
private func write(
  _ low: D8, _ high: D8, _ c: UnsafeMutablePointer<Double>, _ accumulates: Bool, _ subtracts: Bool
) {
  let target = UnsafeMutableRawPointer(c)
  let first = target.loadUnaligned(as: D8.self), second = target.loadUnaligned(fromByteOffset: 64, as: D8.self)
  let left = !accumulates ? low : subtracts ? first - low : first + low
  let right = !accumulates ? high : subtracts ? second - high : second + high
  target.storeBytes(of: left, as: D8.self)
  target.storeBytes(of: right, toByteOffset: 64, as: D8.self)
}
