import CKernels

/// A 6 × 8 tile of a product of Float64 matrices over the depth of one panel of each factor.
enum DoubleTile {
  static let rows = 6, columns = 8

  /// C[0..<6, 0..<8] of a product, stored, added or subtracted by `mode`.
  ///
  /// It takes twelve registers of sums, two of B and one of A: 15 of AVX2's 16. The accumulators have a variable each:
  /// as an array they would live in memory.
  ///
  /// - Parameters:
  ///   - a: `depth` steps of six values.
  ///   - b: `depth` steps of eight values.
  ///   - c: The first element of the tile, rows `stride` apart; all of 6 × 8 is written.
  static func multiply(
    depth: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ c: UnsafeMutablePointer<Double>, stride: Int,
    _ mode: DoubleProductMode
  ) {
    var s0 = D8(), s1 = D8(), s2 = D8(), s3 = D8(), s4 = D8(), s5 = D8()
    var a = a, b = b
    for _ in 0..<depth {
      let right = load(b)
      s0 = fma(splatDouble(a[0]), right, s0)
      s1 = fma(splatDouble(a[1]), right, s1)
      s2 = fma(splatDouble(a[2]), right, s2)
      s3 = fma(splatDouble(a[3]), right, s3)
      s4 = fma(splatDouble(a[4]), right, s4)
      s5 = fma(splatDouble(a[5]), right, s5)
      a += rows
      b += columns
    }
    write(s0, c, mode)
    write(s1, c + stride, mode)
    write(s2, c + 2 &* stride, mode)
    write(s3, c + 3 &* stride, mode)
    write(s4, c + 4 &* stride, mode)
    write(s5, c + 5 &* stride, mode)
  }

  @inline(__always)
  private static func write(_ sums: D8, _ c: UnsafeMutablePointer<Double>, _ mode: DoubleProductMode) {
    switch mode {
    case .store: store(sums, c)
    case .add: store(load(c) + sums, c)
    case .subtract: store(load(c) - sums, c)
    }
  }
}
