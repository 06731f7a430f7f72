import BertData
import BertEncoder
import BertInference
import BertKernels

/// Texts that a model is judged by after each epoch, with what they are held against.
protocol EpochJudge {
  /// The texts as the model reads them.
  var texts: [TextEncoder.Encoded] { get }

  /// How good outputs are, `[texts, C]`.
  func judgement(of logits: [Double]) -> Judgement
}

extension EpochJudge {
  /// How good the model is now; nil where there are no texts.
  ///
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true.
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
