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
  ///   - model: Its weights, which are no integers, are hashed.
  ///   - compute: What computes, and in what.
  package convenience init(_ cache: FeatureCache, seenBy model: SequenceClassifier, _ compute: Compute) {
    self.init(cache, "what a classifier sees", of: model, width: model.configuration.hiddenSize, compute)
  }

  /// The same of what it would see behind each layer, `[layers · H]`.
  ///
  /// - Precondition: As for ``SequenceClassifier/layersBelowMean``.
  package convenience init(_ cache: FeatureCache, behindLayersOf model: SequenceClassifier, _ compute: Compute) {
    self.init(
      cache, "what a classifier sees behind each layer", of: model,
      width: model.layersBelowMean * model.configuration.hiddenSize, compute)
  }

  private convenience init(
    _ cache: FeatureCache, _ vectors: String, of model: SequenceClassifier, width: Int, _ compute: Compute
  ) {
    var space = FeatureSpace()
    space.add("vectors", vectors)
    space.add(program: cache, compute, precision: Precision(compute.factors))
    space.add(model.configuration, weights: model.parameters.filter { $0.part != .classifier })
    self.init(cache, space, width: width)
  }
}
