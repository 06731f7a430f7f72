/// MR × NR: how much of C is held in registers at once. It decides how factors are packed.
struct TileShape: Sendable, Equatable {
  /// MR, 6, 12 or 32.
  let rows: Int
  /// NR, a multiple of 16.
  let columns: Int
  /// Floats in a vector of the processor that it is for, 8 or 16.
  var lanes = 8
  /// Neighbours along the depth that are packed in a word of 32 bits.
  var valuesInWord = 1
  /// Of which number the depth of a packed block is a multiple; zeros fill it up.
  var depthUnit = 1

  /// `count` rounded up to whole tiles across.
  func paddedColumns(_ count: Int) -> Int { (count + columns - 1) / columns * columns }

  /// `count` rounded up to whole tiles down.
  func paddedRows(_ count: Int) -> Int { (count + rows - 1) / rows * rows }

  /// `depth` rounded up to whole units.
  func paddedDepth(_ depth: Int) -> Int { (depth + depthUnit - 1) / depthUnit * depthUnit }

  /// Words that `depth` steps of one row or column take when packed.
  func words(depth: Int) -> Int { paddedDepth(depth) / valuesInWord }

  /// Floats, or words, that a packed block of A takes.
  func countA(rows count: Int, depth: Int) -> Int { (count + rows - 1) / rows * rows * words(depth: depth) }

  /// Floats, or words, that packed panels of B take.
  func countB(depth: Int, columns count: Int) -> Int { paddedColumns(count) * words(depth: depth) }

  /// Floats of one tile, for those that hang over an edge.
  var count: Int { rows * columns }
}
