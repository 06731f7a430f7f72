/// A factor B[K, N] in packed form, ready to be multiplied from the left any number of times.
///
/// Blocks of depth one behind the other; in each, panels of sixteen columns (see ``Packing``).
package struct PackedMatrix: @unchecked Sendable {
  let storage: Matrix
  package let rows: Int
  package let columns: Int
  let blockDepth: Int

  /// Floats that a packed `rows × columns` factor takes.
  static func count(rows: Int, columns: Int) -> Int { Packing.countB(depth: rows, columns: columns) }

  /// The panels of the block that begins at `step`, from `column` (a multiple of 16) on.
  func panels(step: Int, depth: Int, column: Int) -> UnsafePointer<Float> {
    let padded = Packing.countB(depth: 1, columns: columns)
    return UnsafePointer(storage.pointer + (step * padded + column * depth))
  }
}

extension Compute {
  /// Packs a factor into memory of its own, to keep.
  package func pack(_ b: Operand) -> PackedMatrix {
    pack(b, into: Matrix(rows: 1, columns: PackedMatrix.count(rows: b.rows, columns: b.columns)))
  }

  /// Packs a factor into `storage`; threads take panels.
  func pack(_ b: Operand, into storage: Matrix) -> PackedMatrix {
    let blocks = self.blocks.depths(of: b.rows)
    let packed = PackedMatrix(storage: storage, rows: b.rows, columns: b.columns, blockDepth: blocks.size)
    forRanges(b.columns, multipleOf: BlockSizes.tileColumns) { columns in
      var step = 0
      while step < b.rows {
        let depth = min(blocks.size, b.rows - step)
        let target = UnsafeMutablePointer(mutating: packed.panels(step: step, depth: depth, column: columns.lowerBound))
        Packing.packB(
          b.view, step: step, depth: depth, column: columns.lowerBound, columns: columns.count, into: target)
        step += depth
      }
    }
    return packed
  }
}
