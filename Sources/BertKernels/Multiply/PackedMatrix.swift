/// The right factor of a product, B `[K, N]`, in packed form, for any number of products.
///
/// The blocks of depth follow each other; each consists of panels of a tile's width (see ``TileShape``).
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
  /// Packs a factor, `[K, N]`, into memory of its own.
  package func pack(_ b: Operand) -> PackedMatrix {
    pack(b, into: Matrix(rows: 1, columns: products.shape.countB(depth: b.rows, columns: b.columns)))
  }

  /// Packs a factor, `[K, N]`, into `storage`; each thread packs some of the panels.
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
