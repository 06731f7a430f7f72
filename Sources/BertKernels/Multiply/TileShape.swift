/// MR × NR: how much of C is held in registers at once. It decides how factors are packed.
struct TileShape: Sendable, Equatable {
  /// MR, 6 or 12.
  let rows: Int
  /// NR, a multiple of 16.
  let columns: Int
  /// Floats in a vector of the processor that it is for, 8 or 16.
  var lanes = 8

  /// `count` rounded up to whole tiles across.
  func paddedColumns(_ count: Int) -> Int { (count + columns - 1) / columns * columns }

  /// `count` rounded up to whole tiles down.
  func paddedRows(_ count: Int) -> Int { (count + rows - 1) / rows * rows }

  /// Floats that a packed block of A takes.
  func countA(rows count: Int, depth: Int) -> Int { (count + rows - 1) / rows * rows * depth }

  /// Floats that packed panels of B take.
  func countB(depth: Int, columns count: Int) -> Int { paddedColumns(count) * depth }

  /// Floats of one tile, for those that hang over an edge.
  var count: Int { rows * columns }
}
