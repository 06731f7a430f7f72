import BertKernelsAVX512

/// The register tile of Float64 products for one instruction set: its shape, and the code that computes it from packed
/// panels.
struct DoubleTileKernel: Sendable {
  let rows: Int
  let columns: Int
  let multiply:
    @Sendable (
      _ depth: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ c: UnsafeMutablePointer<Double>,
      _ stride: Int, _ mode: DoubleProductMode
    ) -> Void

  /// The tile for AVX2 or NEON.
  static let lanes4 = DoubleTileKernel(rows: DoubleTile.rows, columns: DoubleTile.columns) {
    depth, a, b, c, stride, mode in
    DoubleTile.multiply(depth: depth, a, b, c, stride: stride, mode)
  }

  /// The tile for AVX-512.
  static let lanes8 = DoubleTileKernel(rows: 12, columns: 16) { depth, a, b, c, stride, mode in
    doubleTile12x16(
      depth: depth, a, b, c, stride: stride, accumulates: mode != .store, subtracts: mode == .subtract)
  }
}
