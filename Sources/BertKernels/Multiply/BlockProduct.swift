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

  /// The same from rows of A where they lie, for products too small to repay packing: only the rows that do not fill a
  /// tile are packed.
  ///
  /// - Parameter panel: Room for one packed panel of A, `depth` steps.
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
          copy(edge, rows: shape.rows, columns: width, into: target, stride: stride, accumulate: accumulate)
        }
        i &+= shape.rows
      }
      j &+= shape.columns
    }
    if whole < rows {
      shape.packA(a, row: whole, rows: rows - whole, step: 0, depth: depth, into: panel)
      multiplyBlock(
        rows: rows - whole, columns: columns, depth: depth, panel, b, into: c + whole &* stride, stride: stride,
        accumulate: accumulate, edge: edge)
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
