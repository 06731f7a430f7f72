import BertData
import BertInference

/// Rows with answers to several questions that a model is judged by after each epoch: by the mean over the questions.
struct HeldQuestions: EpochJudge {
  var texts: [TextEncoder.Encoded]
  var rows: [Example]
  var answering: QuestionAnswering

  func judgement(of logits: [Double]) -> Judgement {
    let metrics = answering.bestMetrics(logits, rows)
    return Judgement(value: metrics.mean ?? 0, isHigherBetter: true, metrics: .several(metrics))
  }
}
