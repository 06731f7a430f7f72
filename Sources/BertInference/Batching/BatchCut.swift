/// How sequences are cut into batches.
///
/// Nothing is padded and each sequence is computed by itself, so the results depend neither on the order nor on the
/// cut.
package struct BatchCut: Sendable {
  /// About how many tokens a batch has.
  package var tokenBudget: Int

  package init(tokenBudget: Int) { self.tokenBudget = tokenBudget }

  /// Enough rows for the matrix products to run at full speed, few enough for a batch's activations to stay in cache.
  package static let standard = BatchCut(tokenBudget: 1024)

  /// Batches of consecutive sequences with about equal numbers of tokens, so that the last batch is as large as the
  /// others.
  ///
  /// - Parameter lengths: Tokens of each sequence.
  package func batches(lengths: [Int]) -> [Range<Int>] {
    let total = lengths.reduce(0, +)
    let count = max(1, (total + tokenBudget - 1) / tokenBudget)
    var batches: [Range<Int>] = []
    var start = 0, tokens = 0
    for (index, length) in lengths.enumerated() {
      tokens += length
      if tokens * count >= total * (batches.count + 1) || index == lengths.count - 1 {
        batches.append(start..<index + 1)
        start = index + 1
      }
    }
    return batches
  }

  /// Runs of consecutive sequences, each with at most `limit` tokens or one longer sequence. The batch of a training
  /// step is cut this way where it does not fit into memory at once.
  ///
  /// - Parameters:
  ///   - lengths: Tokens of each sequence.
  ///   - limit: The most tokens of a run; nil for one run of all sequences.
  package static func parts(lengths: [Int], limit: Int?) -> [Range<Int>] {
    guard let limit else { return [lengths.indices] }
    var parts: [Range<Int>] = []
    var first = 0, tokens = 0
    for (index, length) in lengths.enumerated() {
      if index > first, tokens + length > limit {
        parts.append(first..<index)
        first = index
        tokens = 0
      }
      tokens += length
    }
    parts.append(first..<lengths.count)
    return parts
  }
}
