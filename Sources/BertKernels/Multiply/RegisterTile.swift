/// A register tile: its shape and the code that computes it from packed panels.
struct RegisterTile: Sendable {
  typealias Multiply =
    @Sendable (
      _ depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
      _ stride: Int, _ accumulate: Bool, _ next: UnsafePointer<Float>
    ) -> Void

  let shape: TileShape
  let multiply: Multiply

  /// The product of a packed block of A and packed panels of B: C[0..<rows, 0..<columns] = A·B, or += where
  /// `accumulate`; nothing beyond is written.
  ///
  /// Each panel of B stays in L1 while it is multiplied by all panels of A. A tile that extends beyond the edge is
  /// computed whole into `edge`, in the same order of additions, and the part inside is copied.
  ///
  /// - Parameters:
  ///   - a: Packed, see ``TileShape/packA(_:row:rows:step:depth:into:)``.
  ///   - b: Packed, see ``TileShape/packB(_:step:depth:column:columns:into:)``.
  ///   - edge: Scratch memory for one tile.
  func multiplyBlock(
    rows: Int, columns: Int, depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool, edge: UnsafeMutablePointer<Float>
  ) {
    var j = 0
    while j < columns {
      let width = min(shape.columns, columns &- j)
      let panel = b + j &* depth
      // Each tile prefetches a part of the next panel, which lies in L3 where B is large.
      var next = j &+ shape.columns < columns ? panel + shape.columns &* depth : panel
      var i = 0
      while i < rows {
        let height = min(shape.rows, rows &- i)
        let target = c + (i &* stride &+ j)
        if height == shape.rows, width == shape.columns {
          multiply(depth, a + i &* depth, panel, target, stride, accumulate, next)
        } else {
          multiply(depth, a + i &* depth, panel, edge, shape.columns, false, next)
          copy(edge, rows: height, columns: width, into: target, stride: stride, accumulate: accumulate)
        }
        i &+= shape.rows
        if i < 8 &* shape.rows { next += 4 &* depth }
      }
      j &+= shape.columns
    }
  }

  private func copy(
    _ edge: UnsafeMutablePointer<Float>, rows: Int, columns: Int, into c: UnsafeMutablePointer<Float>, stride: Int,
    accumulate: Bool
  ) {
    for row in 0..<rows {
      let from = edge + row &* shape.columns, to = c + row &* stride
      if accumulate {
        addLanes(from, to: to, count: columns)
      } else {
        to.update(from: from, count: columns)
      }
    }
  }
}
