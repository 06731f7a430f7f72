import BertEncoder
import BertInference

extension TrainingSession {
  /// The store of the encoder's features of texts, while the encoder is unchanged; nil where none are kept.
  func featureStore() -> FeatureStore? { encoder.features(of: model, in: job.featureCache, compute) }
}
