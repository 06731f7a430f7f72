package import BertData

/// A simple model that has learnt.
package protocol BaselineClassifier: Classifier {
  /// All that it needs to be made again but for word vectors, which have files of their own; what is made from it answers
  /// with the same bytes.
  var content: BaselineContent { get }
}

extension BaselineClassifier {
  /// Scores row by row.
  ///
  /// - Parameter score: the logits of a row, [C].
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
