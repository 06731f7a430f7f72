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

  /// 72 × 384: a block of A takes 108 KiB of L2, a panel of B 24 KiB of L1 (48 KiB with AVX-512's tile).
  package static let standard = BlockSizes(rows: 72, depth: 384)

  /// Equal blocks of depth, so that no short one is left at the end.
  func depths(of total: Int) -> (count: Int, size: Int) {
    let count = max(1, (total + depth - 1) / depth)
    return (count, max(1, (total + count - 1) / count))
  }
}
