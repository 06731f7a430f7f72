extension BatchCut {
  /// A number of runs of neighbours with about equal numbers of tokens, some of them empty where there are fewer sequences.
  /// It follows from the lengths alone.
  ///
  /// - Parameter lengths: Tokens of each sequence.
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
