import BertData
import BertEncoder
import BertInference
import BertKernels

extension TrainingSession {
  /// The rows that judge the model before any test: of cross-validation, or the validation rows.
  var judged: [Example] { outOfFold?.rows ?? job.data.validation }

  /// Their logits, `[rows, C]`.
  func judgedLogits() throws(TuningError) -> [Double] {
    if let outOfFold { return outOfFold.logits }
    if let validationOutputs { return validationOutputs }
    model.prepareForInference(compute)
    let outputs = try logits(encodedValidation)
    validationOutputs = outputs
    return outputs
  }

  /// Fits on the validation rows how outputs become scores and an answer, and computes the metrics there again.
  func fitScores(_ learnt: inout Learnt, onEvent: (TrainingEvent) -> Void) throws(TuningError) {
    validationOutputs = learnt.outputs
    let outer = StageClock.enter(.judging)
    defer { StageClock.leave(to: outer) }
    if questions != nil { return try fitQuestions(&learnt) }
    if let outOfFold {
      learnt.validation = Evaluation.metrics(
        logits: outOfFold.logits, truth: outOfFold.truth, labels: labels, rule: rule)
    }
    guard ScoreFit.isNeeded(rule, rows: judged.count, options) else { return }
    let fit = try ScoreFit(
      rule, logits: judgedLogits(), truth: judged.compactMap(\.target), labels: labels, options: options)
    rule = fit.rule
    abstainBelow = fit.abstainBelow
    learnt.validation = fit.metrics
    if let warning = fit.warning { onEvent(.warning(warning)) }
    learnt.note = fit.notes.note(after: learnt.note)
  }

  /// Warnings from the judged rows: too few of them, or no gain over the most frequent label. With several questions,
  /// for each.
  func verdict(_ outcome: TrainingOutcome) -> [TrainingWarning] {
    guard case .several(let model) = outcome.validation, case .several(let majority) = outcome.majorityValidation
    else { return verdict(outcome.validation, majority: outcome.majorityValidation).map { [$0] } ?? [] }
    return model.questions.compactMap { own in
      let floor = majority.questions.first { $0.question == own.question }?.metrics
      return verdict(own.metrics, majority: floor).map { .question(own.question, $0) }
    }
  }

  private func verdict(_ model: TaskMetrics?, majority: TaskMetrics?) -> TrainingWarning? {
    guard let model = model?.classification, let majority = majority?.classification else { return nil }
    let interval = ConfidenceInterval(share: model.accuracy, rows: model.rows)
    if model.rows < TrainingData.fewestJudging {
      return .fewJudging(rows: model.rows, low: interval.low, high: interval.high)
    }
    if choice.method.learnsInSteps, Self.hasFailed(model.accuracy, majority: majority.accuracy) {
      return .failedRun(accuracy: model.accuracy, majority: majority.accuracy)
    }
    return interval.isAbove(majority.accuracy)
      ? nil : .noBetterThanMajority(accuracy: model.accuracy, majority: majority.accuracy)
  }

  /// Whether fine-tuning seems to have learnt nothing: its accuracy is less than 5 points above that of the most
  /// frequent label, or less than a quarter of that label's error where that is smaller.
  private static func hasFailed(_ accuracy: Double, majority: Double) -> Bool {
    accuracy - majority < min(0.05, (1 - majority) / 4)
  }
}
