package import BertData

/// Rows, what a classifier answered to each, and the figures that follow.
package struct JudgedRows: Sendable {
  /// By the classifier's labels.
  package let truth: [Target]
  package let predictions: [Prediction]
  package let metrics: TaskMetrics
}

extension TextClassifier {
  /// Judges the classifier on labelled rows, and keeps its answers.
  ///
  /// - Parameters: as those of ``evaluate(_:labels:isCancelled:)``, whose figures are the same.
  package func judge(
    _ examples: [Example], labels dataLabels: LabelSet, isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> JudgedRows {
    let truth = try dataLabels.targets(of: examples, among: labels, rule.problem)
    let predictions = try predict(examples, isCancelled: isCancelled)
    return JudgedRows(
      truth: truth, predictions: predictions,
      metrics: TaskMetrics(labels: labels, truth: truth, scores: predictions.flatMap(\.scores), rule: rule))
  }
}
