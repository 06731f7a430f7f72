extension TileKernel {
  /// Reads the rows of A in place. Where the last rows do not fill a tile, the tile begins earlier and computes some
  /// rows again, which gives the same bytes. Only where there are fewer rows than one tile has, they are packed.
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
          tile.multiply(depth, panel, b, target, stride, accumulate, b)
        } else {
          multiplyStrided(depth, a.at(row, 0), a.rowStride, a.columnStride, b, target, stride, accumulate)
        }
        i &+= shape.rows
      }
      j &+= shape.columns
    }
  }
}
