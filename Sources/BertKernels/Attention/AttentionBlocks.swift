/// How a job of attention is cut: so many queries meet so many keys at a time. It follows from the sequence's length
/// alone, for where a sum is cut shows in its last bits.
struct AttentionBlocks: Sendable {
  /// n
  let length: Int
  /// Queries taken together, whole tiles down: as many as make 24 KiB of scores, half of L1. All of a short sequence, 24
  /// of a long one, or 32 where tiles have as many rows.
  let queries: Int
  /// Keys taken together, whole tiles both down and across: they are columns of the scores and rows of their gradients.
  let keys = 192
  /// Keys whose values, or which themselves, are packed together as steps of a product: those of one block, or all of
  /// them where a mask lets blocks begin anywhere.
  let packedKeys: Int

  /// - Parameter multiple: Of which the queries of a block are one.
  init(length: Int, mask: AttentionMask = .full, multiple: Int) {
    self.length = length
    packedKeys = mask.radius(of: length) == nil ? keys : length
    queries = max(multiple == 12 ? 24 : multiple, 6144 / min(keys, max(length, 32)) / multiple * multiple)
  }

  /// The longest of these sequences.
  init(boundaries: [Int], multiple: Int) {
    self.init(length: zip(boundaries, boundaries.dropFirst()).map { $1 - $0 }.max() ?? 0, multiple: multiple)
  }

  /// Where a factor's packed panels, `padded` columns in all, have the step that belongs to a key, and how many steps a
  /// panel has.
  func panel(at key: Int, _ shape: TileShape, padded: Int) -> (offset: Int, depth: Int) {
    let first = key / packedKeys * packedKeys
    return (
      shape.words(depth: first) * padded + shape.words(depth: key - first) * shape.columns,
      min(packedKeys, length - first)
    )
  }

  /// Most queries that any sequence takes together: one of 73 tokens all of its own.
  static let mostQueries = 84

  /// Most steps of a product over keys or queries.
  static let mostSteps = 192

  /// Floats for the scores of any block, up to whole tiles: 84 × 96 at the most, for the same sequence.
  static let mostScores = mostQueries * 96
}
