package import BertData

/// Metrics from logits, and those of the majority baseline.
package enum Evaluation {
  /// Metrics from logits.
  ///
  /// - Parameters:
  ///   - logits: [rows, C]
  ///   - truth: [rows], of the rule's problem.
  ///   - labels: The names, [C].
  ///   - rule: How logits become scores and an answer.
  package static func metrics(
    logits: [Double], truth: [Target], labels: [String], rule: OutputRule = .singleLabel
  ) -> TaskMetrics {
    TaskMetrics(labels: labels, truth: truth, scores: scores(logits, labels: labels.count, rule), rule: rule)
  }

  /// The scores that a rule gives for logits, [rows, C].
  ///
  /// - Parameters:
  ///   - logits: [rows, C]
  ///   - labels: C.
  ///   - rule: How logits become scores.
  package static func scores(_ logits: [Double], labels: Int, _ rule: OutputRule) -> [Double] {
    stride(from: 0, to: logits.count, by: max(1, labels)).flatMap { rule.scores(Array(logits[$0..<$0 + labels])) }
  }

  /// The metrics of a classifier on rows with labels; nil where there are no rows.
  ///
  /// - Parameters:
  ///   - classifier: The classifier.
  ///   - rows: The rows, all with labels.
  ///   - isCancelled: Asked now and then.
  /// - Throws: `interrupted`; `inference` for a row that the classifier cannot read.
  package static func metrics(
    of classifier: any Classifier, on rows: [Example], isCancelled: () -> Bool
  ) throws(TuningError) -> TaskMetrics? {
    guard !rows.isEmpty else { return nil }
    let logits = try BaselineSession.logits(classifier, rows, isCancelled)
    return metrics(logits: logits, truth: rows.compactMap(\.target), labels: classifier.labels, rule: classifier.rule)
  }

  /// The metrics of the majority baseline, which ignores the text; nil where there are no rows.
  ///
  /// Every text gets the most frequent label of the training rows, with the shares of the labels as probabilities; of
  /// several labels, those that most rows have; of a number, the mean.
  ///
  /// - Parameters:
  ///   - training: The labels of the training rows.
  ///   - truth: The labels of the rows to judge on.
  ///   - labels: The names, [C].
  package static func floor(training: [Target], truth: [Target], labels: [String]) -> TaskMetrics? {
    guard let problem = truth.first?.problem else { return nil }
    let rows = Double(max(1, training.count))
    let answer: [Double] =
      switch problem {
      case .singleLabel, .multiLabel: Target.counts(training, labels: labels.count).map { Double($0) / rows }
      case .regression:
        [training.lazy.compactMap { if case .number(let number) = $0 { number } else { nil } }.reduce(0, +) / rows]
      }
    return TaskMetrics(
      labels: labels, truth: truth, scores: truth.flatMap { _ in answer }, rule: .usual(problem, labels: labels.count))
  }
}
