import BertKernelsAVX512
import CKernels

/// The code for one instruction set: the register tile, and the arithmetic along rows.
package struct TileKernel: Sendable {
  typealias MultiplyStrided =
    @Sendable (
      _ depth: Int, _ a: UnsafePointer<Float>, _ rowStride: Int, _ stepStride: Int, _ b: UnsafePointer<Float>,
      _ c: UnsafeMutablePointer<Float>, _ stride: Int, _ accumulate: Bool
    ) -> Void

  package let name: String
  /// The tile of packed panels.
  let tile: RegisterTile
  /// Computes the tile from values of A that are not packed; one of its strides is 1.
  let multiplyStrided: MultiplyStrided
  /// The arithmetic along rows.
  let rows: any RowKernels.Type
  /// The tile of Float64 matrices.
  let double: DoubleTileKernel

  var shape: TileShape { tile.shape }

  /// The name of the tile of Float64 matrices.
  package var doubleName: String { "\(double.rows)×\(double.columns)" }
  /// The name of the arithmetic along rows.
  package var rowsName: String { rows == RowArithmetic.self ? "8 lanes" : "16 lanes" }

  /// Twelve accumulators of eight lanes, two vectors of B, one broadcast of A: 15 of AVX2's 16 registers, or 15 pairs
  /// of NEON's 32.
  package static let lanes8 = TileKernel(
    name: "6×16", shape: TileShape(rows: 6, columns: 16), rows: RowArithmetic.self, double: .lanes4
  ) { depth, a, b, c, stride, accumulate, _ in
    Tile.multiply(depth: depth, a, b, c, stride: stride, accumulate: accumulate)
  } strided: { depth, a, rowStride, stepStride, b, c, stride, accumulate in
    if rowStride == 1 {
      Tile.multiply(depth: depth, a, rowStride: 1, stepStride: stepStride, b, c, stride: stride, accumulate: accumulate)
    } else {
      Tile.multiply(depth: depth, a, rowStride: rowStride, stepStride: 1, b, c, stride: stride, accumulate: accumulate)
    }
  }

  /// Twenty-four accumulators of sixteen lanes and two vectors of B: 26 of AVX-512's 32 registers.
  package static let lanes16 = TileKernel(
    name: "12×32", shape: TileShape(rows: 12, columns: 32, lanes: 16), rows: BertKernelsAVX512.RowArithmetic.self,
    double: .lanes8
  ) { depth, a, b, c, stride, accumulate, next in
    tile12x32(depth: depth, a, b, c, stride: stride, accumulate: accumulate, next: next)
  } strided: { depth, a, rowStride, stepStride, b, c, stride, accumulate in
    tile12x32(
      depth: depth, a, rowStride: rowStride, stepStride: stepStride, b, c, stride: stride, accumulate: accumulate)
  }

  /// The kernels that this processor can run, the fastest first.
  package static let available: [TileKernel] = ck_processor_has_avx512() != 0 ? [lanes16, lanes8] : [lanes8]

  private init(
    name: String, shape: TileShape, rows: any RowKernels.Type, double: DoubleTileKernel,
    multiply: @escaping RegisterTile.Multiply,
    strided: @escaping MultiplyStrided
  ) {
    self.name = name
    tile = RegisterTile(shape: shape, multiply: multiply)
    self.rows = rows
    self.double = double
    multiplyStrided = strided
  }
}
