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
  /// What was chosen, in words.
  let notes: [String]

  /// - Parameters:
  ///   - outOfFold: what models that did not learn from the rows make of them; nil where the validation rows judge.
  /// - Throws: `interrupted`.
  init(
    _ classifier: any Classifier, _ data: TrainingData, _ outOfFold: (rows: [Example], logits: [Double])?,
    isCancelled: () -> Bool
  ) throws(TuningError) {
    if let outOfFold {
      judged = outOfFold
    } else {
      judged = (data.validation, try BaselineSession.logits(classifier, data.validation, isCancelled))
    }
    let truth = judged.rows.compactMap(\.target), labels = classifier.labels
    var options = TrainingOptions()
    // Calibration is for encoders; a simple model's scores stay as they are.
    options.calibrates = false
    if ScoreFit.isNeeded(classifier.rule, rows: truth.count, options) {
      let fit = ScoreFit(classifier.rule, logits: judged.logits, truth: truth, labels: labels, options: options)
      (rule, validation, notes) = (fit.rule, fit.metrics, fit.notes)
    } else {
      rule = classifier.rule
      notes = []
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
