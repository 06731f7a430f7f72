import BertData
import BertEncoder
import BertInference

extension TrainingSession {
  /// Chooses on the validation rows how outputs become scores and an answer, and makes the figures there anew with it.
  func fitScores(_ learnt: inout Learnt, onEvent: (TrainingEvent) -> Void) throws(TuningError) {
    if questions != nil { return try fitQuestions(&learnt) }
    guard ScoreFit.isNeeded(rule, rows: job.data.validation.count, options) else { return }
    model.prepareForInference(compute)
    let fit = try ScoreFit(
      rule, logits: logits(encodedValidation), truth: job.data.validation.compactMap(\.target), labels: labels,
      options: options)
    rule = fit.rule
    abstainBelow = fit.abstainBelow
    learnt.validation = fit.metrics
    if let warning = fit.warning { onEvent(.warning(warning)) }
    let notes = (learnt.note.map { [$0] } ?? []) + fit.notes
    learnt.note = notes.isEmpty ? nil : notes.joined(separator: "; ")
  }
}
