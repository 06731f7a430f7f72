import BertData

/// Chooses the threshold of each of several labels: the score with the best F1 on held-out rows.
enum ThresholdChoice {
  /// The least number of rows with a label, and of rows without it, for which a threshold is chosen.
  private static let decisiveRows = 5

  /// The rule with thresholds chosen on some rows; unchanged for another problem, and for labels of too few rows.
  ///
  /// - Parameters:
  ///   - rule: The rule before the choice.
  ///   - scores: [rows × C]
  ///   - truth: [rows]
  static func rule(_ rule: OutputRule, scores: [Double], truth: [Target]) -> OutputRule {
    guard rule.problem == .multiLabel else { return rule }
    let labels = rule.thresholds.count
    let flags = truth.map { if case .labels(let flags) = $0 { flags } else { [Bool](repeating: false, count: labels) } }
    return .multiLabel(
      thresholds: rule.thresholds.enumerated().map { label, usual in
        let holds = flags.map { $0[label] }, positives = holds.count { $0 }
        guard min(positives, holds.count - positives) >= decisiveRows else { return usual }
        let column = flags.indices.map { scores[$0 * labels + label] }
        return MultiLabelMetrics.bestThreshold(scores: column, isPositive: holds) ?? usual
      })
  }
}
