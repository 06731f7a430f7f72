import BertData
import BertInference

extension TrainingSession {
  /// Of several labels a text, takes over the thresholds that the kept epoch was judged with.
  func keepThresholds(_ learnt: inout Learnt) {
    guard case .multiLabel(let metrics) = learnt.validation else { return }
    let thresholds = metrics.labels.map(\.threshold)
    rule = .multiLabel(thresholds: thresholds)
    let chosen = thresholds.count { $0 != OutputRule.usualThreshold }
    learnt.note =
      chosen == 0
      ? "every label holds from a score of \(OutputRule.usualThreshold): too few validation rows to choose thresholds"
      : "thresholds of \(chosen) of \(Figures.count(labels.count, "label")) were chosen on the validation rows, so that "
        + "the figures there are a little too good"
  }
}
