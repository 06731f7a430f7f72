import BertBaselines
import BertData
import BertEncoder
import BertInference

extension FeatureTrainer {
  /// What a head on the features of the encoder as it is now is worth: its log loss on training rows that it did not learn
  /// from, by the same cross-validation that chooses its penalty. The encoder may have learnt from these rows, so that the
  /// figure compares epochs and judges no classifier.
  ///
  /// - Returns: nil where a label has too few rows.
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true.
  func judgement(
    training: [TextEncoder.Encoded], trainingTargets: [Target], isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    model.prepareForInference(compute)
    // Packed copies of the weights would stand beside those that learn.
    defer { model.weightsDidChange() }
    let (features, owners) = try Inference(model: model, compute: compute).features(
      training, isCancelled: isCancelled, progress: { _, _ in })
    let vectors = WindowVectors(features, owners: owners, of: training.indices)
    let targets = targets(trainingTargets).selecting(vectors.owners)
    let loss = StrengthSearch(targets).crossValidated(vectors.rows, targets).loss
    return loss.isNaN ? nil : Judgement(value: loss, isHigherBetter: false)
  }
}
