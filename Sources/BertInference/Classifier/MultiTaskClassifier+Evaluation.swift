public import BertData

extension MultiTaskClassifier {
  /// Judges the model on rows with answers.
  ///
  /// - Parameters:
  ///   - dataset: rows with answers to the model's questions, in its order and by its labels.
  ///   - isCancelled: asked before each batch.
  /// - Returns: the figures of each question on the rows that answer it.
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
