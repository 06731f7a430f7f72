/// The product of Float64 matrices, for computations that need double precision.
extension Compute {
  /// The depth of a block, and the rows of A that are packed at a time.
  private static var doubleBlocks: (depth: Int, rows: Int) { (256, 96) }

  /// C := A·B, C + A·B or C − A·B.
  ///
  /// The rows of C are divided among the threads. Every element is a chain of fused multiply-adds for each block of
  /// depth, and the blocks are added in order, whichever thread computes it.
  ///
  /// - Parameters:
  ///   - a: `[M, K]`.
  ///   - b: `[K, N]`.
  ///   - c: `[M, N]`; must not share memory with a or b.
  ///   - mode: Whether the product is stored, added or subtracted.
  package func multiply(
    _ a: DoubleOperand, _ b: DoubleOperand, into c: DoubleMatrix, _ mode: DoubleProductMode = .store
  ) {
    precondition(a.columns == b.rows && a.rows == c.rows && b.columns == c.columns, "shapes do not fit")
    guard c.rows > 0, c.columns > 0 else { return }
    if b.rows == 0 {
      if mode == .store { for row in 0..<c.rows { c.row(row).update(repeating: 0, count: c.columns) } }
      return
    }
    let tile = kernel.double
    let (depth, height) = Self.doubleBlocks
    let panels = (c.columns + tile.columns - 1) / tile.columns
    let packedB = DoubleStorage(count: panels * tile.columns * min(depth, b.rows))
    let parts = c.rows >= threads * 2 * tile.rows ? threads : 1
    let roomA = (min(height, c.rows) + tile.rows) * min(depth, b.rows)
    let room = DoubleStorage(count: parts * (roomA + tile.rows * tile.columns))
    var step = 0
    while step < b.rows {
      let steps = min(depth, b.rows - step)
      forRanges(panels, width: steps * tile.columns) { range in
        for panel in range { Self.pack(b, tile, panel: panel, step: step, steps: steps, into: packedB.base) }
      }
      let isFirst = step == 0
      let isShared = parts > 1 && c.rows * c.columns * steps >= Self.smallestShared.products
      forParts(isShared ? parts : 1) { part in
        let rows =
          isShared ? partition(c.rows, parts: parts, index: part, multipleOf: tile.rows) : 0..<c.rows
        let own = room.base + part * (roomA + tile.rows * tile.columns)
        var row = rows.lowerBound
        while row < rows.upperBound {
          let count = min(height, rows.upperBound - row)
          Self.pack(a, tile, row: row, rows: count, step: step, steps: steps, into: own)
          Self.multiplyBlock(
            tile, own, packedB.base, into: c, row: row, rows: count, steps: steps, edge: own + roomA,
            isFirst ? mode : mode == .subtract ? .subtract : .add)
          row += count
        }
      }
      step += steps
    }
  }

  /// A·B as a new matrix, `[M, N]`.
  package func product(_ a: DoubleOperand, _ b: DoubleOperand) -> DoubleMatrix {
    let c = DoubleMatrix(rows: a.rows, columns: b.columns)
    multiply(a, b, into: c)
    return c
  }

  /// Packs a panel of B: `steps` steps of a tile's columns, zeros beyond the last column.
  private static func pack(
    _ b: DoubleOperand, _ tile: DoubleTileKernel, panel: Int, step: Int, steps: Int,
    into packed: UnsafeMutablePointer<Double>
  ) {
    let column = panel * tile.columns, count = min(tile.columns, b.columns - column)
    let strides = b.strides, target = packed + panel * tile.columns * steps
    let source = b.matrix.row(0) + (step * strides.row + column * strides.column)
    if strides.column == 1, count == tile.columns {
      for k in 0..<steps { (target + k &* tile.columns).update(from: source + k &* strides.row, count: count) }
      return
    }
    for j in 0..<tile.columns {
      let column = source + j &* strides.column
      for k in 0..<steps { target[k &* tile.columns &+ j] = j < count ? column[k &* strides.row] : 0 }
    }
  }

  /// Packs panels of A: `steps` steps of a tile's rows each, zeros beyond the last row.
  private static func pack(
    _ a: DoubleOperand, _ tile: DoubleTileKernel, row: Int, rows: Int, step: Int, steps: Int,
    into packed: UnsafeMutablePointer<Double>
  ) {
    let strides = a.strides
    for top in Swift.stride(from: 0, to: rows, by: tile.rows) {
      let count = min(tile.rows, rows - top), target = packed + top * steps
      let source = a.matrix.row(0) + ((row + top) * strides.row + step * strides.column)
      if strides.row == 1, count == tile.rows {
        for k in 0..<steps { (target + k &* tile.rows).update(from: source + k &* strides.column, count: count) }
        continue
      }
      for i in 0..<tile.rows {
        let row = source + i &* strides.row
        for k in 0..<steps { target[k &* tile.rows &+ i] = i < count ? row[k &* strides.column] : 0 }
      }
    }
  }

  /// Computes all tiles of a block of rows. A tile that extends beyond the edge is computed whole into `edge`, and the
  /// part inside is copied.
  private static func multiplyBlock(
    _ tile: DoubleTileKernel, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: DoubleMatrix, row: Int,
    rows: Int, steps: Int,
    edge: UnsafeMutablePointer<Double>, _ mode: DoubleProductMode
  ) {
    for column in Swift.stride(from: 0, to: c.columns, by: tile.columns) {
      let width = min(tile.columns, c.columns - column), panel = b + column &* steps
      for top in Swift.stride(from: 0, to: rows, by: tile.rows) {
        let height = min(tile.rows, rows - top), target = c.row(row + top) + column
        if width == tile.columns, height == tile.rows {
          tile.multiply(steps, a + top &* steps, panel, target, c.stride, mode)
        } else {
          tile.multiply(steps, a + top &* steps, panel, edge, tile.columns, .store)
          for i in 0..<height {
            for j in 0..<width {
              let value = edge[i &* tile.columns &+ j], place = i &* c.stride &+ j
              switch mode {
              case .store: target[place] = value
              case .add: target[place] += value
              case .subtract: target[place] -= value
              }
            }
          }
        }
      }
    }
  }
}
