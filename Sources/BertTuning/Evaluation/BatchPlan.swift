/// How sequences are put together for inference.
package enum BatchPlan {
  /// Tokens of a batch at the most. Beyond about 2,000 rows the matrix products run no faster, and memory grows.
  package static let tokenBudget = 2048

  /// Groups sequences of like length, longest first, so that the peak of memory comes at once and not late in a run.
  ///
  /// - Parameter lengths: tokens of each sequence.
  /// - Returns: indices into `lengths`, each once; a batch has at most `tokenBudget` tokens, or one sequence.
  package static func batches(lengths: [Int], tokenBudget: Int = tokenBudget) -> [[Int]] {
    // Ties by index: the plan, and so the result, is the same on every platform.
    let order = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    var batches: [[Int]] = []
    var tokens = 0
    for index in order {
      if batches.isEmpty || tokens + lengths[index] > tokenBudget {
        batches.append([])
        tokens = 0
      }
      batches[batches.count - 1].append(index)
      tokens += lengths[index]
    }
    return batches
  }
}
