/// How the batch of a step is cut where not all of it fits into memory at once.
package enum BatchSplit {
  /// Runs of neighbours with at most `tokenBudget` tokens each, or one sequence.
  ///
  /// - Parameter lengths: tokens of each sequence.
  /// - Returns: ranges that cover `lengths` in order; one range where there is no budget.
  package static func parts(lengths: [Int], tokenBudget: Int?) -> [Range<Int>] {
    guard let tokenBudget else { return [lengths.indices] }
    var parts: [Range<Int>] = []
    var first = 0, tokens = 0
    for (index, length) in lengths.enumerated() {
      if index > first, tokens + length > tokenBudget {
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
