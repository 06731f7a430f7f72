/// How far two classifiers agree on the same rows beyond chance: Cohen's kappa (Cohen, "A coefficient of agreement for
/// nominal scales", 1960).
public struct CohenKappa: Sendable, Equatable {
  /// Rows that both answered.
  public let rows: Int
  /// Rows with the same answer.
  public let same: Int
  /// 1 where they agree on all rows, 0 where they agree as often as by chance; nil without rows, and where both give
  /// the same answer to every row, so that chance alone explains it.
  public let value: Double?

  /// - Parameters:
  ///   - first: the answers of one classifier, [rows].
  ///   - second: the answers of the other, [rows].
  /// - Precondition: both have the same length.
  public init(first: [Int], second: [Int]) {
    precondition(first.count == second.count, "one answer of each for each row")
    rows = first.count
    same = zip(first, second).count { $0 == $1 }
    var counts: [Int: (Double, Double)] = [:]
    for answer in first { counts[answer, default: (0, 0)].0 += 1 }
    for answer in second { counts[answer, default: (0, 0)].1 += 1 }
    let all = Double(rows)
    // In a fixed order, as the rounding of the sum depends on it.
    let chance = counts.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value.0 * $1.value.1 / (all * all) }
    value = rows > 0 && chance < 1 ? (Double(same) / all - chance) / (1 - chance) : nil
  }
}
