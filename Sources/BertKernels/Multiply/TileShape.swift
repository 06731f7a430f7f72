/// The shape MR × NR of the tile of C that is held in registers. It determines how factors are packed.
struct TileShape: Sendable, Equatable {
  /// MR, 6, 12 or 32.
  let rows: Int
  /// NR, a multiple of 16.
  let columns: Int
  /// Floats in a vector of the processor, 8 or 16.
  var lanes = 8
  /// Consecutive steps that are packed in a word of 32 bits.
  var valuesInWord = 1
  /// The number that the depth of a packed block is a multiple of; it is padded with zeros.
  var depthUnit = 1

  /// `count` columns rounded up to whole tiles.
  func paddedColumns(_ count: Int) -> Int { (count + columns - 1) / columns * columns }

  /// `count` rows rounded up to whole tiles.
  func paddedRows(_ count: Int) -> Int { (count + rows - 1) / rows * rows }

  /// `depth` rounded up to a multiple of ``depthUnit``.
  func paddedDepth(_ depth: Int) -> Int { (depth + depthUnit - 1) / depthUnit * depthUnit }

  /// The size of `depth` packed steps of one row or column, in words.
  func words(depth: Int) -> Int { paddedDepth(depth) / valuesInWord }

  /// The size of a packed block of A, in words.
  func countA(rows count: Int, depth: Int) -> Int { paddedRows(count) * words(depth: depth) }

  /// The size of packed panels of B, in words.
  func countB(depth: Int, columns count: Int) -> Int { paddedColumns(count) * words(depth: depth) }

  /// Floats of one tile.
  var count: Int { rows * columns }
}
