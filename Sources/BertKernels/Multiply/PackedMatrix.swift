/// A factor B[K, N] in packed form, ready to be multiplied from the left any number of times.
///
/// Blocks of depth one behind the other; in each, panels of a tile's width (see ``TileShape``).
package struct PackedMatrix: @unchecked Sendable {
  let storage: Matrix
  package let rows: Int
  package let columns: Int
  let blockDepth: Int
  let shape: TileShape
  var format = FactorFormat.float32

  /// The panels of the block that begins at `step`, from `column` (a multiple of the tile's width) on.
  func panels(step: Int, depth: Int, column: Int) -> UnsafePointer<Float> {
    UnsafePointer(
      storage.pointer
        + (shape.words(depth: step) * shape.paddedColumns(columns) + column * shape.words(depth: depth)))
  }
}

extension Compute {
  /// Packs a factor into memory of its own, to keep.
  package func pack(_ b: Operand) -> PackedMatrix {
    pack(b, into: Matrix(rows: 1, columns: products.shape.countB(depth: b.rows, columns: b.columns)))
  }

  /// Packs a factor into `storage`; threads take panels.
  func pack(_ b: Operand, into storage: Matrix) -> PackedMatrix {
    let outer = StageClock.enter(.packing)
    defer { StageClock.leave(to: outer) }
    let shape = products.shape
    let blocks = self.blocks.depths(of: b.rows, shape)
    let packed = PackedMatrix(
      storage: storage, rows: b.rows, columns: b.columns, blockDepth: blocks.size, shape: shape,
      format: products.format)
    forRanges(b.columns, width: b.rows, multipleOf: shape.columns) { columns in
      var step = 0
      while step < b.rows {
        let depth = min(blocks.size, b.rows - step)
        let target = UnsafeMutablePointer(mutating: packed.panels(step: step, depth: depth, column: columns.lowerBound))
        products.packB(
          b.view, step: step, depth: depth, column: columns.lowerBound, columns: columns.count, into: target)
        step += depth
      }
    }
    return packed
  }
}
