extension TransferReceipt {
  /// The receipt of a target with labels.
  ///
  /// Rows on which both models are right, or both wrong, do not show which is better. Among the others, the share that
  /// only the adapted model gets right has Wilson's interval of 95 %, and the interval of the gain follows from it.
  ///
  /// - Parameters:
  ///   - source: Whether the model of the source is right, for each row of the target.
  ///   - adapted: The same of the adapted model.
  ///   - distance: Of the domains.
  /// - Throws: `empty`, `count`.
  package init(
    sourceIsRight source: [Bool], adaptedIsRight adapted: [Bool], distance: Distance
  ) throws(FeatureSpaceError) {
    guard !source.isEmpty else { throw .empty(.target) }
    guard source.count == adapted.count else {
      throw .count(of: "answers", found: adapted.count, expected: source.count)
    }
    let rows = Double(source.count)
    let won = zip(source, adapted).count { !$0 && $1 }, lost = zip(source, adapted).count { $0 && !$1 }
    let share = Double(won + lost) / rows, interval = Self.wilson(won, of: won + lost)
    self.init(
      source: Double(source.count { $0 }) / rows, adapted: Double(adapted.count { $0 }) / rows,
      interval: share * (2 * interval.lowerBound - 1)...share * (2 * interval.upperBound - 1), distance: distance,
      evidence: .measured)
  }

  /// Wilson's interval of 95 % of a share (1927).
  static func wilson(_ count: Int, of total: Int) -> ClosedRange<Double> {
    guard total > 0 else { return 0...1 }
    let z = 1.959_963_984_540_054, n = Double(total), p = Double(count) / n
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return max(0, middle - half)...min(1, middle + half)
  }
}
