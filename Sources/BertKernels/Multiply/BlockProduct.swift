extension TileKernel {
  /// Rows of A are read where they lie. The last rows that do not fill a tile are computed together with some of the rows before them once more, which gives
  /// the same bytes; only where there are too few rows for a single tile are they packed.
  func multiplyTiles(
    rows: Int, columns: Int, depth: Int, _ a: StridedView, isPadded: Bool, panel: UnsafeMutablePointer<Float>,
    _ b: UnsafePointer<Float>, panelDepth: Int?, into c: UnsafeMutablePointer<Float>, stride: Int,
    accumulate: Bool
  ) {
    let isSmall = !isPadded && rows < shape.rows
    if isSmall { shape.packA(a, row: 0, rows: rows, step: 0, depth: depth, into: panel) }
    var j = 0
    while j < columns {
      let b = b + j &* (panelDepth ?? depth)
      var i = 0
      while i < rows {
        let row = isPadded ? i : max(0, min(i, rows &- shape.rows)), target = c + (row &* stride &+ j)
        if isSmall {
          tile.multiply(depth, panel, b, target, stride, accumulate)
        } else {
          multiplyStrided(depth, a.at(row, 0), a.rowStride, a.columnStride, b, target, stride, accumulate)
        }
        i &+= shape.rows
      }
      j &+= shape.columns
    }
  }
}
