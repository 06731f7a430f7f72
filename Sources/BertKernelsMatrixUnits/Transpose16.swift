import CKernels

/// Sixteen words of two bfloat16: one register.
typealias Words = SIMD16<UInt32>

#if arch(x86_64)
  /// Transposes a 16 × 16 square of words in registers: lane j of row i becomes lane i of row j.
  ///
  /// Two rounds of shuffles transpose the squares of 4 × 4 words in each quarter of a register, and two more the
  /// quarters.
  ///
  /// - Parameters:
  ///   - row: Returns a row by its index.
  ///   - store: Called with the index of each transposed row, and the row.
  @inline(__always)
  func transpose16(_ row: (Int) -> Words, _ store: (Int, Words) -> Void) {
    let s0 = transposeQuarters(row(0), row(1), row(2), row(3)), s1 = transposeQuarters(row(4), row(5), row(6), row(7))
    let s2 = transposeQuarters(row(8), row(9), row(10), row(11)),
      s3 = transposeQuarters(row(12), row(13), row(14), row(15))
    exchangeQuarters(s0.0, s1.0, s2.0, s3.0, first: 0, store)
    exchangeQuarters(s0.1, s1.1, s2.1, s3.1, first: 1, store)
    exchangeQuarters(s0.2, s1.2, s2.2, s3.2, first: 2, store)
    exchangeQuarters(s0.3, s1.3, s2.3, s3.3, first: 3, store)
  }

  /// Transposes the 4 × 4 square of four rows in each quarter.
  @inline(__always)
  private func transposeQuarters(_ a: Words, _ b: Words, _ c: Words, _ d: Words) -> (Words, Words, Words, Words) {
    let ab = (ck_interleave_low(a, b), ck_interleave_high(a, b)),
      cd = (ck_interleave_low(c, d), ck_interleave_high(c, d))
    return (ck_pairs_low(ab.0, cd.0), ck_pairs_high(ab.0, cd.0), ck_pairs_low(ab.1, cd.1), ck_pairs_high(ab.1, cd.1))
  }

  /// Quarter i of register j becomes quarter j of register i, which is the transposed row 4i + first.
  @inline(__always)
  private func exchangeQuarters(
    _ a: Words, _ b: Words, _ c: Words, _ d: Words, first: Int, _ store: (Int, Words) -> Void
  ) {
    let evenLow = ck_even_quarters(a, b), evenHigh = ck_even_quarters(c, d)
    let oddLow = ck_odd_quarters(a, b), oddHigh = ck_odd_quarters(c, d)
    store(first, ck_even_quarters(evenLow, evenHigh))
    store(4 &+ first, ck_even_quarters(oddLow, oddHigh))
    store(8 &+ first, ck_odd_quarters(evenLow, evenHigh))
    store(12 &+ first, ck_odd_quarters(oddLow, oddHigh))
  }
#endif
