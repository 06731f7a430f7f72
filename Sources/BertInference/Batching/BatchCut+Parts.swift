extension BatchCut {
  /// Cuts the sequences into `count` runs of consecutive sequences with about equal numbers of tokens. Some runs are
  /// empty where there are fewer sequences than runs. The cut depends on the lengths alone.
  ///
  /// - Parameters:
  ///   - lengths: Tokens of each sequence.
  ///   - count: How many runs, at least 1.
  package static func parts(lengths: [Int], count: Int) -> [Range<Int>] {
    let total = lengths.reduce(0, +)
    var ends: [Int] = [], tokens = 0
    for (index, length) in lengths.enumerated() {
      tokens += length
      while ends.count < count - 1, tokens * count >= total * (ends.count + 1) { ends.append(index + 1) }
    }
    ends += Array(repeating: lengths.count, count: count - ends.count)
    return zip([0] + ends, ends).map { $0..<$1 }
  }
}
