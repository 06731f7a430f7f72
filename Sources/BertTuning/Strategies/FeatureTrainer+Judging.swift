import BertBaselines
import BertData
import BertEncoder
import BertInference

extension FeatureTrainer {
  /// Judges a head on the encoder's present features by its log loss on training rows that it did not learn from, by
  /// the same cross-validation that chooses its penalty. The encoder may have learnt from these rows, so that the
  /// figure compares epochs and judges no classifier.
  ///
  /// - Returns: nil where a label has too few rows.
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  func judgement(
    training: [TextEncoder.Encoded], trainingTargets: [Target], isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    model.prepareForInference(compute)
    // Releases the packed copies of the weights, which training does not use.
    defer { model.weightsDidChange() }
    let (features, owners) = try Inference(model: model, compute: compute).features(
      training, isCancelled: isCancelled, progress: { _, _ in })
    let vectors = WindowVectors(features, owners: owners, of: training.indices)
    let targets = targets(trainingTargets).selecting(vectors.owners)
    let loss = StrengthSearch(targets).crossValidated(vectors.rows, targets).loss
    return loss.isNaN ? nil : Judgement(value: loss, isHigherBetter: false)
  }
}
