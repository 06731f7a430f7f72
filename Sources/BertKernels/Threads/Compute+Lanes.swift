extension Compute {
  /// Runs `body` for each of `count` pieces of work that touch nothing of each other's, such as the products of an
  /// attention's heads: one region in which every thread takes several pieces whole, where a region for each step of
  /// each piece would have the threads wait for each other more than they compute.
  ///
  /// A product is the same bytes on one thread as on all, and so the pieces are.
  ///
  /// - Parameters:
  ///   - products: Multiply-adds of all pieces together.
  ///   - body: Is given a computation that is its own meanwhile: of one thread, or this one, with all its threads,
  ///     where the pieces are little work or do not share out evenly.
  package func forEachPiece(_ count: Int, products: Int, _ body: (_ piece: Int, _ compute: Compute) -> Void) {
    let isEven = count % threads == 0 || count >= 4 * threads
    guard threads > 1, isEven, products >= Self.smallestShared.products else {
      for piece in 0..<count { body(piece, self) }
      return
    }
    if lanes.isEmpty { lanes = (0..<threads).map { _ in lane() } }
    pool.share(count) { piece, part in body(piece, lanes[part]) }
  }
}
