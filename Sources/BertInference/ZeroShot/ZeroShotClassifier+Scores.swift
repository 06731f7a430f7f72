public import BertData

extension ZeroShotClassifier {
  /// The scores of rows divided by the temperature, `[rows, C]`, row after row.
  ///
  /// - Throws: `interrupted`; `pairUnexpected`, `unreadableTokens` or `notFinite` for a row that has no scores.
  package func logits(
    _ rows: [Example], isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> [Double] {
    if let pair = rows.first(where: { $0.pair != nil }) { throw .pairUnexpected(line: pair.line) }
    let logits = try scorer.scores(rows, isCancelled: isCancelled).map { $0 / temperature }
    for (row, example) in rows.enumerated() {
      guard logits[row * labels.count..<(row + 1) * labels.count].allSatisfy(\.isFinite) else {
        throw .notFinite(line: example.line)
      }
    }
    return logits
  }

  /// The predictions from logits.
  ///
  /// - Parameters:
  ///   - logits: The logits of the rows, `[rows, C]`.
  ///   - offsets: Added to the logits of each row, `[C]`; empty for none.
  package func predictions(from logits: [Double], offsets: [Double] = []) -> [Prediction] {
    stride(from: 0, to: logits.count, by: labels.count).map { start in
      var own = Array(logits[start..<start + labels.count])
      for (label, offset) in offsets.enumerated() { own[label] += offset }
      return Prediction(labels: labels, logits: own, rule: rule)
    }
  }

  /// A correction without rows.
  ///
  /// - Throws: `option` for weights that do not fit the labels; `priorOfSeveral` where a text may have several labels,
  ///   whose scores do not add up to 1.
  package func correction(by prior: LabelPrior) throws(InferenceError) -> PriorCorrection {
    guard rule.problem == .singleLabel else { throw .priorOfSeveral }
    return try PriorCorrection(prior, labels: labels.count)
  }
}

extension ZeroShotClassifier {
  /// Evaluates the classifier on labelled rows.
  ///
  /// - Parameters:
  ///   - examples: The rows.
  ///   - dataLabels: The labels that the rows' indices refer to; the classifier's own, in any order.
  ///   - prior: The assumed frequencies of the labels; nil for no correction.
  ///   - isCancelled: Called before batches.
  /// - Throws: `noRows`, `unlabelledRow`, `labelsDiffer` where the data has a label that the classifier does not know;
  ///   what ``predict(_:prior:isCancelled:)`` throws.
  public func evaluate(
    _ examples: [Example], labels dataLabels: LabelSet, prior: LabelPrior? = nil, isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> TaskMetrics {
    let truth = try dataLabels.targets(of: examples, among: labels, rule.problem)
    let predictions = try predict(examples, prior: prior, isCancelled: isCancelled)
    return TaskMetrics(labels: labels, truth: truth, scores: predictions.flatMap(\.scores), rule: rule)
  }
}
