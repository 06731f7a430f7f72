import BertKernelsAVX512
import BertKernelsMatrixUnits
import CKernels

/// The register tile of quantised products of one instruction set.
///
/// A quantised product runs like a product of floats whose elements are words of 32 bits: each word holds two or four
/// neighbours along the depth. So packing and the loops around the tile are the same code; only the tile differs. AMX reads
/// rows of A where they lie and needs B alone packed.
///
/// All kernels give the same integers: activations are 0…255 and weights −127…127 in each, the sums are exact, and none
/// saturates. Four bytes at once (`vpdpbusd`, and `tdpbusd` on AMX tiles) are added up in 32 bits. Where that instruction is missing, the values are
/// widened to 16 bits and multiplied in pairs (`vpmaddwd`): 2 · 255 · 127 is far from 2³¹. The tempting `vpmaddubsw`, which
/// multiplies bytes without widening, adds pairs up in 16 bits and would saturate at 32,767. It would not be faster
/// either: its sums must be widened by a second multiplication, so both ways take one multiplication for 16 products.
package struct QuantizedKernel: Sendable {
  package let name: String
  /// Values in a word: 4 bytes, or 2 of 16 bits.
  let valuesInWord: Int
  /// How factors are packed, and in what units of rows and columns threads share them.
  let shape: TileShape
  /// Words of which the depth is a multiple; zeros fill it up.
  let depthUnit: Int
  /// Rows that one call computes at most, a multiple of the shape's.
  let tileRows: Int
  /// Whether rows of A are read where they lie, and the tiles of the thread have to be configured.
  let usesTiles: Bool
  let multiply: Multiply

  typealias Multiply =
    @Sendable (
      _ depth: Int, _ a: UnsafePointer<Int32>, _ aStride: Int, _ b: UnsafePointer<Int32>,
      _ c: UnsafeMutablePointer<Int32>, _ rows: Int
    ) -> Void

  /// `vpdpbusd` on 512-bit registers.
  package static let bytes16 = QuantizedKernel(
    "12×32 bytes", valuesInWord: 4, TileShape(rows: 12, columns: 32, lanes: 16)
  ) { depth, a, _, b, c, _ in
    quantizedTile12x32(depth: depth, a, b, c, stride: 32)
  }

  /// Two 16-bit products in plain Swift, for every processor; NEON has a widening multiplication for it.
  package static let portable = QuantizedKernel("6×16 pairs, portable", valuesInWord: 2, smallShape) {
    depth, a, _, b, c, _ in
    QuantizedTile.multiply(depth: depth, a, b, c, stride: 16) { $0 &+ QuantizedTile.dotPairs($1, $2) }
  }

  #if arch(x86_64)
    /// `tdpbusd` on AMX tiles.
    package static let tiles = QuantizedKernel(
      "32×32 bytes", valuesInWord: 4, TileShape(rows: 16, columns: 32, lanes: 16), depthUnit: 16, tileRows: 32,
      usesTiles: true
    ) { depth, a, stride, b, c, rows in
      byteTiles(steps: depth / 16, a, stride: stride, b, c, stride: 32, isTall: rows > 16)
    }

    /// `vpdpbusd` on 256-bit registers.
    package static let bytes8 = QuantizedKernel("6×16 bytes", valuesInWord: 4, smallShape) { depth, a, _, b, c, _ in
      QuantizedTile.multiply(depth: depth, a, b, c, stride: 16) { ck_dot_bytes8($0, $1, $2) }
    }

    /// `vpmaddwd`, which every processor with AVX2 has.
    package static let pairs = QuantizedKernel("6×16 pairs", valuesInWord: 2, smallShape) { depth, a, _, b, c, _ in
      QuantizedTile.multiply(depth: depth, a, b, c, stride: 16) { $0 &+ ck_dot_pairs($1, $2) }
    }

    /// All that this processor can run, the fastest first.
    package static let available: [QuantizedKernel] =
      (ck_processor_has_amx_int8() != 0 ? [tiles] : []) + (ck_processor_has_avx512_vnni() != 0 ? [bytes16] : [])
      + (ck_processor_has_avx_vnni() != 0 ? [bytes8] : []) + [pairs, portable]
  #else
    /// All that this processor can run, the fastest first.
    package static let available: [QuantizedKernel] = [portable]
  #endif

  private static let smallShape = TileShape(rows: 6, columns: 16)

  /// - Parameter multiply: Writes a tile of sums, its rows the shape's columns apart.
  private init(
    _ name: String, valuesInWord: Int, _ shape: TileShape, depthUnit: Int? = nil, tileRows: Int? = nil,
    usesTiles: Bool = false, _ multiply: @escaping Multiply
  ) {
    self.name = name
    self.valuesInWord = valuesInWord
    self.shape = shape
    // Whole vectors of sixteen values, so that quantising needs no case for the rest.
    self.depthUnit = depthUnit ?? 16 / valuesInWord
    self.tileRows = tileRows ?? shape.rows
    self.usesTiles = usesTiles
    self.multiply = multiply
  }

  /// Words that `depth` values take.
  func words(depth: Int) -> Int {
    let values = depthUnit * valuesInWord
    return (depth + values - 1) / values * depthUnit
  }
}
