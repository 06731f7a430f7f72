extension TileKernel {
  /// The product of rows of A where they lie and packed panels of B, for products too small to repay packing, in whole
  /// tiles: what lies beyond the last row and column of C is overwritten too.
  ///
  /// - Parameters:
  ///   - a: Where `isPadded`, memory can be read up to a whole tile beyond the last row; what stands there does not
  ///     matter. Otherwise nothing beyond is read, and `accumulate` must be false.
  ///   - panel: Room for one packed panel of A, `depth` steps.
  ///   - panelDepth: Steps in each panel of B, of which the first `depth` are used; all of them where none is given.
  ///   - c: Rows and columns up to whole tiles must exist.
  ///
  /// The last rows that do not fill a tile are computed together with some of the rows before them once more, which gives
  /// the same bytes; only where there are too few rows for a single tile are they packed.
  func multiplyTiles(
    rows: Int, columns: Int, depth: Int, _ a: StridedView, isPadded: Bool, panel: UnsafeMutablePointer<Float>,
    _ b: UnsafePointer<Float>, panelDepth: Int? = nil, into c: UnsafeMutablePointer<Float>, stride: Int,
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
