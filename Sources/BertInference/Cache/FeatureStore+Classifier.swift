package import BertEncoder
package import BertKernels
import BertStorage

extension FeatureStore {
  /// Where is kept what a model's classifier sees of texts, `[H]`.
  ///
  /// The space is named by all weights below the classifier: bundles whose encoder stayed as it was share it, whatever they
  /// have learnt.
  ///
  /// - Parameters:
  ///   - model: Its weights are hashed.
  ///   - precision: What it computes in.
  package convenience init(
    _ cache: FeatureCache, seenBy model: SequenceClassifier, precision: Precision, _ compute: Compute
  ) {
    var space = FeatureSpace()
    space.add("vectors", "what a classifier sees")
    space.add(program: cache, compute, precision: precision)
    space.add(model.configuration, weights: model.parameters.filter { $0.part != .classifier })
    self.init(cache, space, width: model.configuration.hiddenSize)
  }
}
