import BertData

/// How well a simple model does: on the rows that judge it before any test, where thresholds are chosen too, and on the test
/// rows.
struct SimpleFigures {
  /// The rows of cross-validation, or else the validation rows, and what the model makes of them, [rows × C].
  let judged: (rows: [Example], logits: [Double])
  /// How the outputs become scores and an answer.
  let rule: OutputRule
  /// nil where there are no such rows.
  let validation: TaskMetrics?
  /// nil where there are no such rows.
  let test: TaskMetrics?
  /// The score below which no label is given; nil for none.
  let abstainBelow: Double?
  /// What was chosen, in words.
  let notes: [String]

  /// - Parameters:
  ///   - outOfFold: what models that did not learn from the rows make of them; nil where the validation rows judge.
  ///   - options: Of which those that a ``ScoreFit`` goes by count.
  /// - Throws: `interrupted`.
  init(
    _ classifier: any Classifier, _ data: TrainingData, _ outOfFold: (rows: [Example], logits: [Double])?,
    _ options: TrainingOptions, isCancelled: () -> Bool
  ) throws(TuningError) {
    if let outOfFold {
      judged = outOfFold
    } else {
      judged = (data.validation, try BaselineSession.logits(classifier, data.validation, isCancelled))
    }
    let truth = judged.rows.compactMap(\.target), labels = classifier.labels
    if ScoreFit.isNeeded(classifier.rule, rows: truth.count, options) {
      let fit = ScoreFit(classifier.rule, logits: judged.logits, truth: truth, labels: labels, options: options)
      (rule, validation, abstainBelow) = (fit.rule, fit.metrics, fit.abstainBelow)
      notes = fit.notes + (fit.warning.map { [$0.description] } ?? [])
    } else {
      rule = classifier.rule
      (abstainBelow, notes) = (nil, [])
      validation =
        truth.isEmpty
        ? nil : Evaluation.metrics(logits: judged.logits, truth: truth, labels: labels, rule: classifier.rule)
    }
    test =
      data.test.isEmpty
      ? nil
      : Evaluation.metrics(
        logits: try BaselineSession.logits(classifier, data.test, isCancelled), truth: data.test.compactMap(\.target),
        labels: labels, rule: rule)
  }
}
