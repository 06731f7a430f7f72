import BertData
import BertEncoder
import BertInference
import BertKernels

/// Validation texts with their targets, by which a model is judged after each epoch.
protocol EpochJudge {
  /// The texts as the model reads them.
  var texts: [TextEncoder.Encoded] { get }

  /// How good outputs are, `[texts, C]`.
  func judgement(of logits: [Double]) -> Judgement
}

extension EpochJudge {
  /// How good the model is now; nil where there are no texts.
  ///
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  func judge(
    _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    guard !texts.isEmpty else { return nil }
    model.prepareForInference(compute)
    let outputs = try Inference(model: model, compute: compute).logits(texts, isCancelled: isCancelled)
    var judgement = judgement(of: outputs)
    judgement.outputs = outputs
    return judgement
  }
}
