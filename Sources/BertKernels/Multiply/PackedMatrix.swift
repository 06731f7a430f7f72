/// A factor B[K, N] in packed form, ready to be multiplied from the left any number of times.
///
/// Blocks of depth one behind the other; in each, panels of a tile's width (see ``TileShape``).
package struct PackedMatrix: @unchecked Sendable {
  let storage: Matrix
  package let rows: Int
  package let columns: Int
  let blockDepth: Int
  let shape: TileShape

  /// The panels of the block that begins at `step`, from `column` (a multiple of the tile's width) on.
  func panels(step: Int, depth: Int, column: Int) -> UnsafePointer<Float> {
    UnsafePointer(storage.pointer + (step * shape.paddedColumns(columns) + column * depth))
  }
}

extension Compute {
  /// Packs a factor into memory of its own, to keep.
  package func pack(_ b: Operand) -> PackedMatrix {
    pack(b, into: Matrix(rows: 1, columns: kernel.shape.countB(depth: b.rows, columns: b.columns)))
  }

  /// Packs a factor into `storage`; threads take panels.
  func pack(_ b: Operand, into storage: Matrix) -> PackedMatrix {
    let outer = StageClock.enter(.packing)
    defer { StageClock.leave(to: outer) }
    let blocks = self.blocks.depths(of: b.rows)
    let packed = PackedMatrix(
      storage: storage, rows: b.rows, columns: b.columns, blockDepth: blocks.size, shape: kernel.shape)
    forRanges(b.columns, width: b.rows, multipleOf: kernel.shape.columns) { columns in
      var step = 0
      while step < b.rows {
        let depth = min(blocks.size, b.rows - step)
        let target = UnsafeMutablePointer(mutating: packed.panels(step: step, depth: depth, column: columns.lowerBound))
        kernel.shape.packB(
          b.view, step: step, depth: depth, column: columns.lowerBound, columns: columns.count, into: target)
        step += depth
      }
    }
    return packed
  }
}
