/// What tokens count in the mean of a text.
enum RankWeights {
  /// The constant of smooth inverse frequency, as model2vec 0.10 has it.
  static let smoothing = 1e-4

  /// a / (a + p), with p by Zipf's law from the place in the vocabulary, as if that were sorted by frequency: the token at
  /// place i, from 0, has a share in proportion to 1 / (i + 2). [count]
  static func byRank(_ count: Int) -> [Double] {
    let shares = (0..<count).map { 1 / Double($0 + 2) }
    return ofShares(shares, total: shares.reduce(0, +))
  }

  /// a / (a + p), with p a token's share of the tokens of a corpus. [V]
  static func byCount(_ counts: [Int]) -> [Double] {
    ofShares(counts.map(Double.init), total: Double(max(1, counts.reduce(0, +))))
  }

  private static func ofShares(_ shares: [Double], total: Double) -> [Double] {
    shares.map { smoothing / (smoothing + $0 / total) }
  }
}
