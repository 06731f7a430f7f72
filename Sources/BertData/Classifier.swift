/// A model that classifies texts: a fine-tuned encoder, or one of the simple models that it is compared with.
///
/// Every conformer passes the same tests: it gives one answer for each row, in the order of the rows; the answer for a
/// row does not depend on the other rows or on the number of threads; every text gets an answer, even one without a
/// known word; and a model that is read back from a bundle gives the same answers.
public protocol Classifier: Sendable {
  /// The classes, in order, C.
  var labels: [String] { get }

  /// How outputs become scores and an answer.
  var rule: OutputRule { get }

  /// The outputs, which ``rule`` turns into scores; for classes that exclude each other, softmax turns them into
  /// probabilities.
  ///
  /// - Parameters:
  ///   - rows: the texts, or pairs of texts.
  ///   - isCancelled: called from time to time; `true` cancels the prediction.
  /// - Returns: [rows, C], in the order of the rows.
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true; the model's own error for a row that it
  ///   cannot answer.
  func logits(_ rows: [Example], isCancelled: () -> Bool) throws -> [Double]
}

extension Classifier {
  /// The predictions for rows, in the order of the rows.
  ///
  /// - Parameters:
  ///   - rows: the texts, or pairs of texts.
  ///   - isCancelled: called from time to time; `true` cancels the prediction.
  /// - Throws: what ``logits(_:isCancelled:)`` throws.
  public func predictions(
    _ rows: [Example], isCancelled: () -> Bool = { false }
  ) throws -> [Prediction] {
    predictions(from: try logits(rows, isCancelled: isCancelled), rows: rows.count)
  }

  /// The predictions for rows from their logits, [rows, C].
  package func predictions(from logits: [Double], rows: Int) -> [Prediction] {
    let classes = labels.count
    return (0..<rows).map {
      Prediction(labels: labels, logits: Array(logits[$0 * classes..<($0 + 1) * classes]), rule: rule)
    }
  }
}
