import BertData
import BertEncoder
import BertInference
import BertKernels

/// Rows with answers to several questions that a model is judged by after each epoch: by the mean over the questions.
struct HeldQuestions: EpochJudge {
  var texts: [TextEncoder.Encoded]
  var rows: [Example]
  var answering: QuestionAnswering

  func judge(
    _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    guard !texts.isEmpty else { return nil }
    model.prepareForInference(compute)
    let logits = try Inference(model: model, compute: compute).logits(texts, isCancelled: isCancelled)
    let metrics = answering.bestMetrics(logits, rows)
    return Judgement(value: metrics.mean ?? 0, isHigherBetter: true, metrics: .several(metrics))
  }
}
