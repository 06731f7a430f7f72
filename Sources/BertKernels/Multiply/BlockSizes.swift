import CKernels

/// The block sizes of a matrix product, chosen so that each block stays in the cache that it is read from.
///
/// C[M, N] += A[M, K] · B[K, N], after BLIS (Van Zee and van de Geijn, "BLIS: A Framework for Rapidly Instantiating
/// BLAS Functionality", 2015):
/// - a tile of C, see ``TileShape``, is held in registers over a block's whole depth;
/// - a panel of B, `depth` steps of one tile's width, stays in L1 while the tiles of one column strip are computed;
/// - a block of A, `rows × depth`, stays in L2 while it is multiplied by all panels of B;
/// - B as a whole is packed once and read from L3.
package struct BlockSizes: Sendable {
  /// MC: rows of A in one block, a multiple of every tile's rows.
  package let rows: Int
  /// KC: the largest depth of one block.
  package let depth: Int

  /// The sizes for this processor.
  ///
  /// Only the rows vary. The depth determines how the sum of an element of C is split, so another depth would give
  /// other bytes. It is 384 on all processors: a panel of B takes 24 KiB of L1, or 48 KiB with AVX-512's tile.
  package static let standard = BlockSizes(secondLevelCache: ck_second_level_cache())

  /// - Parameter secondLevelCache: The size of L2 in bytes, 0 where unknown. A block of A takes a quarter of it, up to
  ///   96 rows (144 KiB): with more, the block of C would no longer stay in L2 for the epilogue.
  package init(secondLevelCache bytes: Int) {
    let rows = (bytes == 0 ? 512 << 10 : bytes) / 4 / (384 * MemoryLayout<Float>.stride)
    self.init(rows: min(96, max(12, rows / 12 * 12)), depth: 384)
  }

  init(rows: Int, depth: Int) {
    self.rows = rows
    self.depth = depth
  }

  /// Divides a depth into blocks of nearly equal size, so that no short one is left at the end. In words, they are as
  /// deep in every format.
  func depths(of total: Int, _ shape: TileShape) -> (count: Int, size: Int) {
    let depth = self.depth * shape.valuesInWord
    let count = max(1, (total + depth - 1) / depth)
    return (count, shape.paddedDepth(max(1, (total + count - 1) / count)))
  }

  /// The rows of a block of A, a multiple of the tile's: twice as many where values take half the memory.
  func rows(_ shape: TileShape) -> Int {
    shape.valuesInWord == 1 ? rows : max(shape.rows, rows * shape.valuesInWord / shape.rows * shape.rows)
  }

  /// The number of pieces that the rows of C are divided into: a multiple of the threads, each at most a block of A.
  func pieces(rows count: Int, threads: Int, _ shape: TileShape) -> Int {
    let share = (count + threads - 1) / threads, height = rows(shape)
    return threads * max(1, (share + height - 1) / height)
  }
}
