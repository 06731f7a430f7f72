import BertData
import BertInference

/// Validation rows with answers to several questions. A model is judged after each epoch by the mean over the
/// questions.
struct HeldQuestions: EpochJudge {
  var texts: [TextEncoder.Encoded]
  var rows: [Example]
  var answering: QuestionAnswering

  func judgement(of logits: [Double]) -> Judgement {
    let metrics = answering.bestMetrics(logits, rows)
    return Judgement(value: metrics.mean ?? 0, isHigherBetter: true, metrics: .several(metrics))
  }
}
