/// The block sizes of attention: how many queries are multiplied by how many keys at a time. They depend only on the
/// length of the sequence, as the way a sum is split changes its last bits.
struct AttentionBlocks: Sendable {
  /// n
  let length: Int
  /// The queries of a block, a multiple of a tile's rows: as many as give 24 KiB of scores, half of L1. These are all
  /// queries of a short sequence and 24 of a long one, or 32 where tiles have as many rows.
  let queries: Int
  /// The keys of a block, a multiple of a tile's rows and columns: they are columns of the scores and rows of the keys'
  /// gradients.
  let keys = 192
  /// The keys (or their values) that are packed together as steps of a product: those of one block, or all where a mask
  /// lets blocks begin at other keys.
  let packedKeys: Int

  /// The block sizes for one sequence.
  ///
  /// - Parameters:
  ///   - length: n.
  ///   - mask: The mask of the attention.
  ///   - multiple: The number that the queries of a block are a multiple of.
  init(length: Int, mask: AttentionMask = .full, multiple: Int) {
    self.length = length
    packedKeys = mask.radius(of: length) == nil ? keys : length
    queries = max(multiple == 12 ? 24 : multiple, 6144 / min(keys, max(length, 32)) / multiple * multiple)
  }

  /// The block sizes for the longest of several sequences.
  init(boundaries: [Int], multiple: Int) {
    self.init(length: zip(boundaries, boundaries.dropFirst()).map { $1 - $0 }.max() ?? 0, multiple: multiple)
  }

  /// The offset, in a packed factor of `padded` columns, of the step for a key, and the number of steps in its panel.
  func panel(at key: Int, _ shape: TileShape, padded: Int) -> (offset: Int, depth: Int) {
    let first = key / packedKeys * packedKeys
    return (
      shape.words(depth: first) * padded + shape.words(depth: key - first) * shape.columns,
      min(packedKeys, length - first)
    )
  }

  /// The greatest number of queries in a block, up to whole tiles: all 73 of a sequence of 73 tokens.
  static let mostQueries = 84

  /// The greatest number of steps of a product over keys or queries.
  static let mostSteps = 192

  /// The greatest number of scores in a block, up to whole tiles: 84 × 96 for a sequence of 73 tokens.
  static let mostScores = mostQueries * 96
}
