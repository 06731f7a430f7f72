public import BertData

extension MultiTaskClassifier {
  /// Evaluates the model on labelled rows.
  ///
  /// - Parameters:
  ///   - dataset: rows with labels for the model's tasks, in the order of its tasks and labels.
  ///   - isCancelled: called before each batch.
  /// - Returns: the metrics of each task on the rows that have a label for it.
  /// - Throws: what ``predict(_:isCancelled:)`` throws.
  public func evaluate(
    _ dataset: QuestionDataset, isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> QuestionMetrics {
    let predictions = try predict(dataset.examples, isCancelled: isCancelled)
    return QuestionMetrics(questions, rules: rules, answers: dataset.examples.map(\.answers)) { row, question in
      predictions[row].answers[question].scores
    }
  }
}
