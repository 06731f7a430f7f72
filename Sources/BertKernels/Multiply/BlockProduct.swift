extension TileKernel {
  /// The product of a packed block of A and packed panels of B: C[0..<rows, 0..<columns] = A·B, or += where `accumulate`;
  /// nothing beyond is written.
  ///
  /// - Parameters:
  ///   - a: Packed, see ``TileShape/packA(_:row:rows:step:depth:into:)``.
  ///   - b: Packed, see ``TileShape/packB(_:step:depth:column:columns:into:)``.
  ///
  ///   - edge: Room for one tile.
  ///
  /// For each panel of B, which stays in L1, the panels of A go by. A tile that hangs over the edge is computed whole
  /// into `edge`, in the same order of additions, and its inner part copied.
  func multiplyBlock(
    rows: Int, columns: Int, depth: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool, edge: UnsafeMutablePointer<Float>
  ) {
    var j = 0
    while j < columns {
      let width = min(shape.columns, columns &- j)
      let panel = b + j &* depth
      var i = 0
      while i < rows {
        let height = min(shape.rows, rows &- i)
        let target = c + (i &* stride &+ j)
        if height == shape.rows, width == shape.columns {
          multiply(depth, a + i &* depth, panel, target, stride, accumulate)
        } else {
          multiply(depth, a + i &* depth, panel, edge, shape.columns, false)
          copy(edge, rows: height, columns: width, into: target, stride: stride, accumulate: accumulate)
        }
        i &+= shape.rows
      }
      j &+= shape.columns
    }
  }

  /// The same from rows of A where they lie, for products too small to repay packing, in whole tiles: what lies beyond
  /// the last row and column of C is overwritten too.
  ///
  /// - Parameters:
  ///   - a: Where `isPadded`, memory can be read up to a whole tile beyond the last row; what stands there does not
  ///     matter. Otherwise nothing beyond is read, and `accumulate` must be false.
  ///   - panel: Room for one packed panel of A, `depth` steps.
  ///   - c: Rows and columns up to whole tiles must exist.
  ///
  /// The last rows that do not fill a tile are computed together with some of the rows before them once more, which gives
  /// the same bytes; only where there are too few rows for a single tile are they packed.
  func multiplyTiles(
    rows: Int, columns: Int, depth: Int, _ a: StridedView, isPadded: Bool, panel: UnsafeMutablePointer<Float>,
    _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool
  ) {
    let isSmall = !isPadded && rows < shape.rows
    if isSmall { shape.packA(a, row: 0, rows: rows, step: 0, depth: depth, into: panel) }
    var j = 0
    while j < columns {
      let b = b + j &* depth
      var i = 0
      while i < rows {
        let row = isPadded ? i : max(0, min(i, rows &- shape.rows)), target = c + (row &* stride &+ j)
        if isSmall {
          multiply(depth, panel, b, target, stride, accumulate)
        } else {
          multiplyStrided(depth, a.at(row, 0), a.rowStride, a.columnStride, b, target, stride, accumulate)
        }
        i &+= shape.rows
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
