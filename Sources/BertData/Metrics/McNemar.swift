import Foundation

/// McNemar's exact test: do two classifiers err on different rows by chance alone (McNemar 1947)?
///
/// Of the rows that just one of them has right, each is as likely to be the one's as the other's if neither is better.
public struct McNemar: Sendable, Equatable {
  /// Rows that only the first has right.
  public let onlyFirst: Int
  /// Rows that only the second has right.
  public let onlySecond: Int

  /// - Precondition: none is below zero.
  public init(onlyFirst: Int, onlySecond: Int) {
    precondition(onlyFirst >= 0 && onlySecond >= 0, "counts of rows")
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
  }

  /// Counts the rows; all three are as long.
  public init(truth: [Int], first: [Int], second: [Int]) {
    precondition(truth.count == first.count && truth.count == second.count, "one answer of each for each row")
    self.init(
      onlyFirst: truth.indices.count { first[$0] == truth[$0] && second[$0] != truth[$0] },
      onlySecond: truth.indices.count { second[$0] == truth[$0] && first[$0] != truth[$0] })
  }

  /// The two-sided probability of a split at least as uneven, by the binomial distribution itself.
  public var probability: Double {
    let all = onlyFirst + onlySecond
    guard all > 0 else { return 1 }
    let logHalf = Double(all) * log(0.5)
    var tail = 0.0
    for count in 0...min(onlyFirst, onlySecond) {
      let logWays = lgamma(Double(all + 1)) - lgamma(Double(count + 1)) - lgamma(Double(all - count + 1))
      tail += exp(logWays + logHalf)
    }
    return min(1, 2 * tail)
  }
}
