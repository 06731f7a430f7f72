extension TileKernel {
  /// The product of rows of A where they lie and packed panels of B, for products too small to repay packing: only the
  /// rows that do not fill a tile are packed.
  ///
  /// - Parameter panel: Room for one packed panel of A, `depth` steps. - edge: Room for one tile.
  func multiplyBlock(
    rows: Int, columns: Int, depth: Int, _ a: StridedView, panel: UnsafeMutablePointer<Float>,
    _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool,
    edge: UnsafeMutablePointer<Float>
  ) {
    let whole = rows / shape.rows * shape.rows
    var j = 0
    while j < columns {
      let width = min(shape.columns, columns &- j)
      var i = 0
      while i < whole {
        let target = c + (i &* stride &+ j), from = a.at(i, 0), panel = b + j &* depth
        if width == shape.columns {
          multiplyStrided(depth, from, a.rowStride, a.columnStride, panel, target, stride, accumulate)
        } else {
          multiplyStrided(depth, from, a.rowStride, a.columnStride, panel, edge, shape.columns, false)
          tile.copy(edge, rows: shape.rows, columns: width, into: target, stride: stride, accumulate: accumulate)
        }
        i &+= shape.rows
      }
      j &+= shape.columns
    }
    if whole < rows {
      shape.packA(a, row: whole, rows: rows - whole, step: 0, depth: depth, into: panel)
      tile.multiplyBlock(
        rows: rows - whole, columns: columns, depth: depth, panel, b, into: c + whole &* stride, stride: stride,
        accumulate: accumulate, edge: edge)
    }
  }
}
