import Foundation

/// McNemar's exact test: do two classifiers err on different rows by chance alone (McNemar 1947)?
///
/// If neither is better, a row that only one of them has right is equally likely to be the first's or the second's.
public struct McNemar: Sendable, Equatable {
  /// Rows that only the first has right.
  public let onlyFirst: Int
  /// Rows that only the second has right.
  public let onlySecond: Int

  /// - Parameters:
  ///   - onlyFirst: rows that only the first has right.
  ///   - onlySecond: rows that only the second has right.
  /// - Precondition: neither is below zero.
  public init(onlyFirst: Int, onlySecond: Int) {
    precondition(onlyFirst >= 0 && onlySecond >= 0, "counts of rows")
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
  }

  /// Counts the rows.
  ///
  /// - Parameters:
  ///   - truth: the true answers, [rows].
  ///   - first: the answers of the first classifier, [rows].
  ///   - second: the answers of the second, [rows].
  /// - Precondition: all three have the same length.
  public init(truth: [Int], first: [Int], second: [Int]) {
    precondition(truth.count == first.count && truth.count == second.count, "one answer of each for each row")
    self.init(
      onlyFirst: truth.indices.count { first[$0] == truth[$0] && second[$0] != truth[$0] },
      onlySecond: truth.indices.count { second[$0] == truth[$0] && first[$0] != truth[$0] })
  }

  /// The two-sided probability of a split at least as uneven, by the exact binomial distribution.
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
