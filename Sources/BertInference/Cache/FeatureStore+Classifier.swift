package import BertEncoder
package import BertKernels
import BertStorage

extension FeatureStore {
  /// A store of the features that a model's classifier sees, `[H]` for each text.
  ///
  /// The space is named by all weights below the classifier: bundles with the same frozen encoder share it, whatever
  /// their classifiers.
  ///
  /// - Parameters:
  ///   - cache: The files.
  ///   - model: Its weights are hashed; they must not be int8.
  ///   - compute: The kernels, and the number format of the factors.
  package convenience init(_ cache: FeatureCache, seenBy model: SequenceClassifier, _ compute: Compute) {
    self.init(cache, "what a classifier sees", of: model, width: model.configuration.hiddenSize, compute)
  }

  /// The same for the features after each layer, `[layers · H]` for each text.
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
