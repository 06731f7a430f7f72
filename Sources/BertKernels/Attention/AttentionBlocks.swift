/// How a job of attention is cut: so many queries meet so many keys at a time. It follows from the sequence's length
/// alone, for where a sum is cut shows in its last bits.
struct AttentionBlocks: Sendable {
  /// n
  let length: Int
  /// Queries taken together, whole tiles down: as many as make 24 KiB of scores, half of L1. All of a short sequence, 24
  /// of a long one.
  let queries: Int
  /// Keys taken together, whole tiles both down and across: they are columns of the scores and rows of their gradients.
  let keys = 192

  init(length: Int) {
    self.length = length
    queries = max(24, 6144 / min(keys, max(length, 32)) / 12 * 12)
  }

  /// The longest of these sequences.
  init(boundaries: [Int]) {
    self.init(length: zip(boundaries, boundaries.dropFirst()).map { $1 - $0 }.max() ?? 0)
  }

  /// Most queries that any sequence takes together: one of 73 tokens all of its own.
  static let mostQueries = 84

  /// Floats for the scores of any block, up to whole tiles: 84 × 96 at the most, for the same sequence.
  static let mostScores = mostQueries * 96
}
