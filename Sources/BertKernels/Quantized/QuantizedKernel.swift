import BertKernelsAVX512
import CKernels

/// The register tile of quantised products of one instruction set.
///
/// A quantised product runs like a product of floats whose elements are words of 32 bits: each word holds two or four
/// neighbours along the depth. So packing and the loops around the tile are the same code; only the tile differs.
///
/// All kernels give the same integers: activations are 0…255 and weights −127…127 in each, the sums are exact, and none
/// saturates. Four bytes at once (`vpdpbusd`) are added up in 32 bits. Where that instruction is missing, the values are
/// widened to 16 bits and multiplied in pairs (`vpmaddwd`): 2 · 255 · 127 is far from 2³¹. The tempting `vpmaddubsw`, which
/// multiplies bytes without widening, adds pairs up in 16 bits and would saturate at 32,767. It would not be faster
/// either: its sums must be widened by a second multiplication, so both ways take one multiplication for 16 products.
package struct QuantizedKernel: Sendable {
  package let name: String
  /// Values in a word: 4 bytes, or 2 of 16 bits.
  let valuesInWord: Int
  /// Works on words; never accumulates.
  let tile: RegisterTile

  /// `vpdpbusd` on 512-bit registers.
  package static let bytes16 = QuantizedKernel(
    "12×32 bytes", valuesInWord: 4, TileShape(rows: 12, columns: 32, lanes: 16)
  ) {
    quantizedTile12x32(depth: $0, $1, $2, $3, stride: $4)
  }

  /// Two 16-bit products in plain Swift, for every processor; NEON has a widening multiplication for it.
  package static let portable = QuantizedKernel("6×16 pairs, portable", valuesInWord: 2, smallShape) {
    QuantizedTile.multiply(depth: $0, $1, $2, $3, stride: $4) { $0 &+ QuantizedTile.dotPairs($1, $2) }
  }

  #if arch(x86_64)
    /// `vpdpbusd` on 256-bit registers.
    package static let bytes8 = QuantizedKernel("6×16 bytes", valuesInWord: 4, smallShape) {
      QuantizedTile.multiply(depth: $0, $1, $2, $3, stride: $4) { ck_dot_bytes8($0, $1, $2) }
    }

    /// `vpmaddwd`, which every processor with AVX2 has.
    package static let pairs = QuantizedKernel("6×16 pairs", valuesInWord: 2, smallShape) {
      QuantizedTile.multiply(depth: $0, $1, $2, $3, stride: $4) { $0 &+ ck_dot_pairs($1, $2) }
    }

    /// All that this processor can run, the fastest first.
    package static let available: [QuantizedKernel] =
      (ck_processor_has_avx512_vnni() != 0 ? [bytes16] : []) + (ck_processor_has_avx_vnni() != 0 ? [bytes8] : [])
      + [pairs, portable]
  #else
    /// All that this processor can run, the fastest first.
    package static let available: [QuantizedKernel] = [portable]
  #endif

  private static let smallShape = TileShape(rows: 6, columns: 16)

  private typealias Multiply =
    @Sendable (
      _ depth: Int, _ a: UnsafePointer<Int32>, _ b: UnsafePointer<Int32>, _ c: UnsafeMutablePointer<Int32>,
      _ stride: Int
    ) -> Void

  private init(_ name: String, valuesInWord: Int, _ shape: TileShape, _ multiply: @escaping Multiply) {
    self.name = name
    self.valuesInWord = valuesInWord
    tile = RegisterTile(shape: shape) { depth, a, b, c, stride, accumulate in
      precondition(!accumulate, "the whole depth of a quantised product is one block")
      multiply(
        depth, UnsafeRawPointer(a).assumingMemoryBound(to: Int32.self),
        UnsafeRawPointer(b).assumingMemoryBound(to: Int32.self),
        UnsafeMutableRawPointer(c).assumingMemoryBound(to: Int32.self), stride)
    }
  }

  /// Words that `depth` values take: whole vectors of eight values, so that quantising needs no case for the rest.
  func words(depth: Int) -> Int { (depth + 7) / 8 * 8 / valuesInWord }
}
