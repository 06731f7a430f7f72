extension StratifiedSplit {
  /// Divides rows into parts for cross-validation, each of which keeps the shares of the labels.
  ///
  /// The only row of a label is in no part: it cannot be both trained on and judged. Parts are about equally large,
  /// except that a label with few rows has one in each of the first parts.
  ///
  /// - Parameters:
  ///   - targets: the target of each row.
  ///   - count: the number of parts, at least 2.
  ///   - seed: decides which rows are in which part.
  /// - Returns: row indices of each part, ascending. No part is empty, so that there may be fewer than `count`.
  public static func folds(targets: [Target], count: Int, seed: UInt64) -> [[Int]] {
    let folds = folds(rows: targets.count, count: count, seed: seed) { rows, share, seed in
      split(targets: rows.map { targets[$0] }, fraction: share, seed: seed)
    }
    var rows: [Int: Int] = [:]
    for case .label(let label) in targets { rows[label, default: 0] += 1 }
    return folds.map { fold in
      fold.filter { if case .label(let label) = targets[$0] { rows[label] != 1 } else { true } }
    }.filter { !$0.isEmpty }
  }

  /// Takes one part after another from the rows that are left.
  ///
  /// - Parameters:
  ///   - rows: the number of rows.
  ///   - count: the number of parts.
  ///   - seed: decides which rows are in which part.
  ///   - split: divides the rows that are left, given the share to hold and a seed, into indices of these rows.
  /// - Returns: row indices of each part, ascending; a part may be empty.
  static func folds(
    rows: Int, count: Int, seed: UInt64,
    _ split: (_ rows: [Int], _ share: Double, _ seed: UInt64) -> (training: [Int], held: [Int])
  ) -> [[Int]] {
    var rest = Array(0..<rows)
    var folds: [[Int]] = []
    for fold in 0..<max(1, count - 1) {
      let (left, held) = split(rest, 1 / Double(count - fold), seed &+ UInt64(fold))
      folds.append(held.map { rest[$0] })
      rest = left.map { rest[$0] }
    }
    return folds + [rest]
  }
}
