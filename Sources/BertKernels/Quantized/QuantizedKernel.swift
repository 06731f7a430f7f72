import BertKernelsAVX512
import BertKernelsMatrixUnits
import CKernels

/// The register tile of quantized products for one instruction set.
///
/// A quantized product has the loops and the packing of a product of floats, with words of 32 bits as elements: each
/// word holds two or four consecutive values along the depth. Only the tile differs. AMX reads rows of A in place and
/// needs only B packed.
///
/// All kernels compute the same integers: activations are 0…255 and weights −127…127 in each, the sums are exact, and
/// none saturates. `vpdpbusd`, and `tdpbusd` on AMX tiles, multiply four bytes at once and add in 32 bits. Without
/// these instructions, the values are widened to 16 bits and multiplied in pairs (`vpmaddwd`): 2 · 255 · 127 is far
/// below 2³¹. `vpmaddubsw`, which multiplies bytes without widening, is not used: it adds pairs in 16 bits and
/// saturates at 32,767. It would not be faster either: its sums must be widened by a second multiplication, so both
/// ways take one multiplication for 16 products.
package struct QuantizedKernel: Sendable {
  package let name: String
  /// Values in a word: four of 8 bits, or two of 16 bits.
  let valuesInWord: Int
  /// The shape that factors are packed by, and whose multiples of rows and columns threads compute.
  let shape: TileShape
  /// The number of words that the depth is a multiple of; it is padded with zeros.
  let depthUnit: Int
  /// The greatest number of rows that one call computes, a multiple of the shape's.
  let tileRows: Int
  /// Whether rows of A are read in place, and the thread's AMX tiles have to be configured.
  let usesTiles: Bool
  /// Computes a tile of sums, its rows `shape.columns` apart.
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

    /// The kernels that this processor can run, the fastest first.
    package static let available: [QuantizedKernel] =
      (ck_processor_has_amx_int8() != 0 ? [tiles] : []) + (ck_processor_has_avx512_vnni() != 0 ? [bytes16] : [])
      + (ck_processor_has_avx_vnni() != 0 ? [bytes8] : []) + [pairs, portable]
  #else
    /// The kernels that this processor can run, the fastest first.
    package static let available: [QuantizedKernel] = [portable]
  #endif

  private static let smallShape = TileShape(rows: 6, columns: 16)

  private init(
    _ name: String, valuesInWord: Int, _ shape: TileShape, depthUnit: Int? = nil, tileRows: Int? = nil,
    usesTiles: Bool = false, _ multiply: @escaping Multiply
  ) {
    self.name = name
    self.valuesInWord = valuesInWord
    self.shape = shape
    // Whole vectors of sixteen values, so that quantization needs no case for remainders.
    self.depthUnit = depthUnit ?? 16 / valuesInWord
    self.tileRows = tileRows ?? shape.rows
    self.usesTiles = usesTiles
    self.multiply = multiply
  }

  /// The words that `depth` values take, with padding.
  func words(depth: Int) -> Int {
    let values = depthUnit * valuesInWord
    return (depth + values - 1) / values * depthUnit
  }
}
