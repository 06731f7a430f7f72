/// How a window of sequences is cut into batches.
package struct BatchCut: Sendable {
  /// Tokens of a batch, about.
  package var tokenBudget: Int

  package init(tokenBudget: Int) { self.tokenBudget = tokenBudget }

  /// Enough rows for the matrix products to run at full speed, few enough for a batch's activations to stay in cache.
  package static let standard = BatchCut(tokenBudget: 1024)

  /// Runs of sequences in their order, with about equal numbers of tokens, so that the last one is as large as the
  /// others.
  ///
  /// Nothing is padded and each sequence is computed by itself, so that neither order nor cut show in the results.
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
}
