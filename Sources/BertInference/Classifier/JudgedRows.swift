package import BertData

/// The labels and predictions of evaluated rows, and the metrics.
package struct JudgedRows: Sendable {
  /// The rows' labels, as indices into the classifier's labels.
  package let truth: [Target]
  package let predictions: [Prediction]
  package let metrics: TaskMetrics
}

extension TextClassifier {
  /// Evaluates the classifier on labelled rows, and returns its predictions too.
  ///
  /// Parameters, metrics and errors are those of ``evaluate(_:labels:isCancelled:)``.
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
