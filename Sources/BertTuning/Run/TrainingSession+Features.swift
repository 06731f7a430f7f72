import BertEncoder
import BertInference

extension TrainingSession {
  /// Where what the encoder makes of texts is kept, as long as nothing has changed it; nil where nothing is kept.
  ///
  /// - Throws: what reading the encoder's files throws.
  func featureStore() throws(TuningError) -> FeatureStore? {
    guard let cache = job.featureCache else { return nil }
    return try TuningError.translating { () throws(InferenceError) in
      try source.featureStore(cache, width: model.configuration.hiddenSize, compute)
    }
  }
}
