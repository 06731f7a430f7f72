extension Compute {
  /// Runs `body` for each of `count` independent pieces of work, such as the products of attention's heads, in one
  /// parallel region where each thread computes whole pieces. With a region for each step of each piece, the threads
  /// would wait for each other longer than they compute.
  ///
  /// A product has the same bytes on any number of threads, and so do the pieces.
  ///
  /// - Parameters:
  ///   - count: The number of pieces.
  ///   - products: Multiply-adds of all pieces together.
  ///   - body: Gets a piece and the computation to use for it: one of a single thread, or this one with all its threads
  ///     where the pieces are little work or cannot be divided evenly.
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
