/// The product of a packed block of A and packed panels of B: all tiles of a rectangle of C.
enum BlockProduct {
  /// C[0..<rows, 0..<columns] = A·B, or += where `accumulate`; nothing beyond is written.
  ///
  /// - Parameters:
  ///   - a: packed, see ``Packing/packA(_:row:rows:step:depth:into:)``.
  ///   - b: packed, see ``Packing/packB(_:step:depth:column:columns:into:)``.
  ///
  /// For each panel of B, which stays in L1, the panels of A go by. A tile that hangs over the edge is computed whole
  /// into a small buffer, in the same order of additions, and its inner part copied.
  @inline(never)
  static func multiply(
    rows: Int, columns: Int, depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: BlockSizes.tileRows * BlockSizes.tileColumns) { edge in
      guard let edge = edge.baseAddress else { return }
      var j = 0
      while j < columns {
        let width = min(BlockSizes.tileColumns, columns &- j)
        let panel = b + j &* depth
        var i = 0
        while i < rows {
          let height = min(BlockSizes.tileRows, rows &- i)
          let target = c + (i &* stride &+ j)
          if height == BlockSizes.tileRows, width == BlockSizes.tileColumns {
            Tile.multiply(depth: depth, a + i &* depth, panel, target, stride: stride, accumulate: accumulate)
          } else {
            Tile.multiply(
              depth: depth, a + i &* depth, panel, edge, stride: BlockSizes.tileColumns, accumulate: false)
            copy(edge, rows: height, columns: width, into: target, stride: stride, accumulate: accumulate)
          }
          i &+= BlockSizes.tileRows
        }
        j &+= BlockSizes.tileColumns
      }
    }
  }

  private static func copy(
    _ edge: UnsafeMutablePointer<Float>, rows: Int, columns: Int, into c: UnsafeMutablePointer<Float>, stride: Int,
    accumulate: Bool
  ) {
    for row in 0..<rows {
      let from = edge + row &* BlockSizes.tileColumns
      let to = c + row &* stride
      if accumulate {
        for column in 0..<columns { to[column] += from[column] }
      } else {
        for column in 0..<columns { to[column] = from[column] }
      }
    }
  }
}
