import BertData
import BertInference

/// Validation texts with their targets, judged by a metric of the task.
struct HeldTexts: EpochJudge {
  var texts: [TextEncoder.Encoded]
  var truth: [Target]
  var labels: [String]
  var rule: OutputRule
  /// The figure that compares epochs.
  var metric: Metric

  /// Where a text may have several labels, the thresholds are those that are best on these texts.
  func judgement(of logits: [Double]) -> Judgement {
    let scores = Evaluation.scores(logits, labels: labels.count, rule)
    let metrics = TaskMetrics(
      labels: labels, truth: truth, scores: scores, rule: ThresholdChoice.rule(rule, scores: scores, truth: truth))
    // A figure that is not defined on these rows, as a correlation of equal numbers, is worse than any that is.
    let worst = metric.isHigherBetter ? -Double.infinity : .infinity
    return Judgement(
      value: metrics.value(for: metric) ?? worst, isHigherBetter: metric.isHigherBetter, metrics: metrics)
  }
}
