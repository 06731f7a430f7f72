import BertData

/// The score from which each of several labels should hold: the one with the best F1 on held-out rows.
enum ThresholdChoice {
  /// Rows with a label, and rows without it, from which a threshold is chosen; fewer say too little.
  private static let decisiveRows = 5

  /// The rule with thresholds for some rows; as it is for another problem, and without rows.
  ///
  /// - Parameters:
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
