/// Whatever tells texts apart: a fine-tuned encoder, or one of the simple models it is measured against.
///
/// Every conformer passes the same tests: as many answers as rows and in their order; a row's answer does not depend on
/// its neighbours; any text has one, also one without a known word; the number of threads does not show; and what is
/// written to a bundle and read back answers the same.
public protocol Classifier: Sendable {
  /// The classes, in order, C.
  var labels: [String] { get }

  /// How the outputs become scores and an answer.
  var rule: OutputRule { get }

  /// The outputs, of which ``rule`` makes scores; by softmax they become the probabilities of classes.
  ///
  /// - Parameters:
  ///   - rows: the texts, or pairs of texts.
  ///   - isCancelled: asked now and then.
  /// - Returns: [rows, C], row after row, in the order of the rows.
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true; an error of the model's own for a row that it has no
  ///   answer to.
  func logits(_ rows: [Example], isCancelled: () -> Bool) throws -> [Double]
}

extension Classifier {
  /// The classes of rows, in their order.
  public func predictions(
    _ rows: [Example], isCancelled: () -> Bool = { false }
  ) throws -> [Prediction] {
    predictions(from: try logits(rows, isCancelled: isCancelled), rows: rows.count)
  }

  /// The classes of rows from their logits, [rows, C].
  package func predictions(from logits: [Double], rows: Int) -> [Prediction] {
    let classes = labels.count
    return (0..<rows).map {
      Prediction(labels: labels, logits: Array(logits[$0 * classes..<($0 + 1) * classes]), rule: rule)
    }
  }
}
