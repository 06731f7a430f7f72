/// How far two classifiers agree on the same rows beyond what chance would bring: Cohen's kappa (Cohen, "A coefficient of
/// agreement for nominal scales", 1960).
public struct CohenKappa: Sendable, Equatable {
  /// Rows that both answered.
  public let rows: Int
  /// Rows with the same answer.
  public let same: Int
  /// 1 where they agree on all rows, 0 where they agree as chance would have it; nil without rows, and where both give every
  /// row one and the same answer, from which nothing follows.
  public let value: Double?

  /// - Precondition: both are as long.
  public init(first: [Int], second: [Int]) {
    precondition(first.count == second.count, "one answer of each for each row")
    rows = first.count
    same = zip(first, second).count { $0 == $1 }
    var counts: [Int: (Double, Double)] = [:]
    for answer in first { counts[answer, default: (0, 0)].0 += 1 }
    for answer in second { counts[answer, default: (0, 0)].1 += 1 }
    let all = Double(rows)
    // In the order of the answers, for sums depend on it.
    let chance = counts.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value.0 * $1.value.1 / (all * all) }
    value = rows > 0 && chance < 1 ? (Double(same) / all - chance) / (1 - chance) : nil
  }
}
