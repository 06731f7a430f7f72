import CKernels

/// How a multiplication is cut so that each piece stays in the cache it is read from.
///
/// C[M, N] += A[M, K] · B[K, N], after BLIS (Van Zee and van de Geijn, "BLIS: A Framework for Rapidly Instantiating BLAS
/// Functionality", 2015):
/// - a tile of C, see ``TileShape``, is held in registers over a block's whole depth;
/// - a panel of B, `depth` steps of one tile's width, stays in L1 while the tiles of one column strip are computed;
/// - a block of A, `rows × depth`, stays in L2 while all panels of B go by;
/// - B as a whole is packed once and read from L3.
package struct BlockSizes: Sendable {
  /// MC: rows of A in one block, a multiple of every tile's rows.
  package let rows: Int
  /// KC: the largest depth of one block.
  package let depth: Int

  /// The sizes for this processor.
  ///
  /// Only the rows vary. The depth decides where the chain of additions of an element of C is cut, so another depth would
  /// give other bytes; it is 384 everywhere: a panel of B takes 24 KiB of L1, or 48 KiB with AVX-512's tile.
  package static let standard = BlockSizes(secondLevelCache: ck_second_level_cache())

  /// - Parameter secondLevelCache: Bytes of L2, 0 where unknown. A block of A takes a quarter of it, up to 96 rows
  ///   (144 KiB): beyond that the block of C that it makes would no longer stay in L2 for the epilogue.
  package init(secondLevelCache bytes: Int) {
    let rows = (bytes == 0 ? 512 << 10 : bytes) / 4 / (384 * MemoryLayout<Float>.stride)
    self.init(rows: min(96, max(12, rows / 12 * 12)), depth: 384)
  }

  init(rows: Int, depth: Int) {
    self.rows = rows
    self.depth = depth
  }

  /// Equal blocks of depth, so that no short one is left at the end: as many words deep as blocks of floats.
  func depths(of total: Int, _ shape: TileShape) -> (count: Int, size: Int) {
    let depth = self.depth * shape.valuesInWord
    let count = max(1, (total + depth - 1) / depth)
    return (count, shape.paddedDepth(max(1, (total + count - 1) / count)))
  }

  /// Rows of a block of A, whole tiles: twice as many where its values take half the memory.
  func rows(_ shape: TileShape) -> Int {
    shape.valuesInWord == 1 ? rows : max(shape.rows, rows * shape.valuesInWord / shape.rows * shape.rows)
  }

  /// Pieces that the rows of C are shared out in: as many for each thread, none larger than a block of A needs be.
  func pieces(rows count: Int, threads: Int, _ shape: TileShape) -> Int {
    let share = (count + threads - 1) / threads, height = rows(shape)
    return threads * max(1, (share + height - 1) / height)
  }
}
