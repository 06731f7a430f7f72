/// The weights of tokens in the mean of a text, by smooth inverse frequency: a / (a + p), with p a token's share of all
/// tokens.
enum RankWeights {
  /// The constant a of model2vec 0.10.
  static let smoothing = 1e-4

  /// The weights where the vocabulary is sorted by frequency, with p by Zipf's law: the token with id i has a share in
  /// proportion to 1 / (i + 2). [count]
  static func byRank(_ count: Int) -> [Double] {
    let shares = (0..<count).map { 1 / Double($0 + 2) }
    return ofShares(shares, total: shares.reduce(0, +))
  }

  /// The weights by the counts of tokens in a corpus. [V]
  static func byCount(_ counts: [Int]) -> [Double] {
    ofShares(counts.map(Double.init), total: Double(max(1, counts.reduce(0, +))))
  }

  private static func ofShares(_ shares: [Double], total: Double) -> [Double] {
    shares.map { smoothing / (smoothing + $0 / total) }
  }
}
