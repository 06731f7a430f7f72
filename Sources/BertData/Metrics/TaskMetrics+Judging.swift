extension TaskMetrics {
  /// Judges scores by the figures of a rule's problem.
  ///
  /// - Parameters:
  ///   - labels: the labels, C.
  ///   - truth: the target of each row, of the rule's problem.
  ///   - scores: the scores that the rule makes, [rows, C].
  ///   - rule: how outputs became scores; it has the thresholds of several labels per text.
  /// - Precondition: the counts fit, and every target is of the rule's problem.
  package init(labels: [String], truth: [Target], scores: [Double], rule: OutputRule) {
    switch rule.problem {
    case .singleLabel:
      let classes = truth.map {
        if case .label(let label) = $0 { label } else { preconditionFailure("a label is needed") }
      }
      self = .singleLabel(ClassificationMetrics(labels: labels, truth: classes, flatProbabilities: scores))
    case .multiLabel:
      let flags = truth.map {
        if case .labels(let flags) = $0 { flags } else { preconditionFailure("labels are needed") }
      }
      self = .multiLabel(
        MultiLabelMetrics(names: labels, truth: flags, scores: scores, thresholds: rule.thresholds))
    case .regression:
      let numbers = truth.map {
        if case .number(let value) = $0 { value } else { preconditionFailure("a number is needed") }
      }
      self = .regression(RegressionMetrics(truth: numbers, predictions: scores))
    }
  }
}
