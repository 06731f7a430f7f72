import BertBaselines
import BertData
import BertEncoder
import BertInference

extension TrainingSession {
  /// Chooses the layer and replaces the model by one that ends there; nil where the layer is not to be chosen.
  ///
  /// - Parameter targets: The target of each text.
  /// - Throws: `interrupted`, `model`.
  func chooseLayer(
    _ targets: LinearTargets, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> LayerRecord? {
    guard options.layer == .chosen else { return nil }
    model.prepareForInference(compute)
    let all: (features: FeatureMatrix, owners: [Int])
    do {
      all = try Inference(model: model, compute: compute).layerFeatures(
        encodedTraining, store: encoder.layerFeatures(of: model, in: job.featureCache, compute),
        isCancelled: isCancelled, progress: { onEvent(.features(done: $0, total: $1)) })
    } catch {
      throw .interrupted(checkpoint: nil)
    }
    let trial = LayerTrial(
      features: all.features, targets: targets.selecting(all.owners), layers: model.layersBelowMean)
    guard let found = FitWatch.run(isCancelled, { trial.choose(isCancelled: isCancelled) }), let record = found else {
      throw .interrupted(checkpoint: nil)
    }
    if record.layer < trial.layers {
      model = try Self.model(job, encoder, strategy, questions, layers: record.layer)
    }
    return record
  }
}
