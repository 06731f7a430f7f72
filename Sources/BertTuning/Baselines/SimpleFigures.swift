import BertData

/// The metrics of a simple model on the validation rows, on which thresholds are chosen too, and on the test rows.
struct SimpleFigures {
  /// The rows of cross-validation, or else the validation rows, with their logits, [rows × C].
  let judged: (rows: [Example], logits: [Double])
  /// How the outputs become scores and an answer.
  let rule: OutputRule
  /// On the ``judged`` rows; nil where there are none.
  let validation: TaskMetrics?
  /// On the test rows; nil where there are none.
  let test: TaskMetrics?
  /// The score below which no label is given; nil for none.
  let abstainBelow: Double?
  /// What was calibrated and chosen, as notes for people.
  let notes: [String]

  /// - Parameters:
  ///   - classifier: The model, trained on all training rows.
  ///   - data: The rows.
  ///   - outOfFold: the rows of cross-validation with their logits, [rows × C]; nil where the validation rows judge.
  ///   - options: only those that a ``ScoreFit`` reads matter.
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
