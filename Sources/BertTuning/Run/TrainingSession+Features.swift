import BertEncoder
import BertInference

extension TrainingSession {
  /// Where what the encoder makes of texts is kept, as long as nothing has changed it; nil where nothing is kept.
  func featureStore() -> FeatureStore? { encoder.features(of: model, in: job.featureCache, compute) }
}
