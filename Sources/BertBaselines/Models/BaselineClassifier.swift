package import BertData

/// A trained simple model.
package protocol BaselineClassifier: Classifier {
  /// All that is needed to restore the model, except word vectors, which have files of their own. The restored model
  /// gives the same predictions to the bit.
  var content: BaselineContent { get }
}

extension BaselineClassifier {
  /// Computes the logits row by row.
  ///
  /// - Parameters:
  ///   - isCancelled: Called regularly; true cancels the prediction.
  ///   - score: Returns the logits of a row, [C].
  /// - Returns: [rows, C]
  /// - Throws: `PredictionInterrupted`.
  func logits(
    _ rows: [Example], isCancelled: () -> Bool, _ score: (Example) -> [Double]
  ) throws(PredictionInterrupted) -> [Double] {
    var logits: [Double] = []
    logits.reserveCapacity(rows.count * labels.count)
    for (index, row) in rows.enumerated() {
      if index.isMultiple(of: 256), isCancelled() { throw PredictionInterrupted() }
      logits.append(contentsOf: score(row))
    }
    return logits
  }
}
