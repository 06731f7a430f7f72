import BertData

/// Scores labels by natural language inference: a classifier of pairs decides whether a sentence about the label
/// follows from the text.
///
/// The text is the premise and each sentence a hypothesis, as in `ZeroShotClassificationPipeline` of transformers (Yin,
/// Hay and Roth, "Benchmarking Zero-shot Text Classification", arXiv 1909.00161). The score of a label with several
/// sentences is their mean.
final class EntailmentScorer: LabelScorer {
  private let classifier: TextClassifier
  private let outputs: EntailmentOutputs
  /// The hypotheses of each label, `[C][≥ 1]`.
  private let sentences: [[String]]
  /// Whether each label is decided by itself, by entailment against contradiction.
  private let isMultiLabel: Bool

  /// About how many pairs are computed at a time.
  private static let window = 1024

  init(_ classifier: TextClassifier, _ outputs: EntailmentOutputs, sentences: [[String]], isMultiLabel: Bool) {
    self.classifier = classifier
    self.outputs = outputs
    self.sentences = sentences
    self.isMultiLabel = isMultiLabel
  }

  func scores(_ rows: [Example], isCancelled: () -> Bool) throws(InferenceError) -> [Double] {
    let perRow = sentences.reduce(0) { $0 + $1.count }, step = max(1, Self.window / perRow)
    var scores: [Double] = []
    scores.reserveCapacity(rows.count * sentences.count)
    for start in stride(from: 0, to: rows.count, by: step) {
      let pairs = rows[start..<min(start + step, rows.count)].flatMap { row in
        sentences.joined().map { Example(text: row.text, pair: $0, target: nil, line: row.line) }
      }
      scores += means(of: try classifier.predict(pairs, isCancelled: isCancelled))
    }
    return scores
  }

  func prepare(_ row: Example) throws -> PreparedQuestion {
    var pairs: [PreparedRow] = []
    for sentence in sentences.joined() {
      pairs.append(try classifier.prepare(Example(text: row.text, pair: sentence, target: nil, line: row.line)))
    }
    return PreparedQuestion(content: .pairs(pairs))
  }

  func scores(_ prepared: [PreparedQuestion], isCancelled: () -> Bool) throws -> [Double] {
    let pairs = prepared.flatMap { question -> [PreparedRow] in
      if case .pairs(let pairs) = question.content { pairs } else { [] }
    }
    return means(of: try classifier.outputs(for: pairs, isCancelled: isCancelled))
  }

  /// One score for each label of each row, `[rows, C]`: the mean over the label's sentences.
  ///
  /// - Parameter predictions: The predictions for the pairs, `[rows, sentences of all labels]`.
  private func means(of predictions: [Prediction]) -> [Double] {
    var scores: [Double] = [], next = 0
    while next < predictions.count {
      for own in sentences {
        let sum = predictions[next..<next + own.count].reduce(0) { sum, prediction in
          sum + prediction.logits[outputs.entailment]
            - (isMultiLabel ? prediction.logits[outputs.contradiction] : 0)
        }
        scores.append(sum / Double(own.count))
        next += own.count
      }
    }
    return scores
  }
}
