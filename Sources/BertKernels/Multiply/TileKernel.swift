import BertKernelsAVX512
import CKernels

/// The register tile of one instruction set: its shape, and the code that computes it.
package struct TileKernel: Sendable {
  typealias Multiply =
    @Sendable (
      _ depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
      _ stride: Int, _ accumulate: Bool
    ) -> Void

  package let name: String
  let shape: TileShape
  let multiply: Multiply

  /// Twelve accumulators of eight lanes, two of B, one broadcast of A: 15 of AVX2's 16 registers, or as many pairs of
  /// NEON's.
  package static let lanes8 = TileKernel(name: "6×16", shape: TileShape(rows: 6, columns: 16)) {
    depth, a, b, c, stride, accumulate in
    Tile.multiply(depth: depth, a, b, c, stride: stride, accumulate: accumulate)
  }

  /// Twenty-four accumulators of sixteen lanes and two of B: 26 of AVX-512's 32 registers.
  package static let lanes16 = TileKernel(name: "12×32", shape: TileShape(rows: 12, columns: 32)) {
    depth, a, b, c, stride, accumulate in
    tile12x32(depth: depth, a, b, c, stride: stride, accumulate: accumulate)
  }

  /// All that this processor can run, the fastest first.
  package static let available: [TileKernel] = ck_processor_has_avx512() != 0 ? [lanes16, lanes8] : [lanes8]

  init(name: String, shape: TileShape, multiply: @escaping Multiply) {
    self.name = name
    self.shape = shape
    self.multiply = multiply
  }
}
