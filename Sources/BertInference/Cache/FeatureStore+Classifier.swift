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
    var space = FeatureSpace("what a classifier sees", of: cache, compute)
    space.add("precision", precision.rawValue)
    space.add("configuration", "\(model.configuration)")
    for parameter in model.parameters where parameter.part != .classifier {
      let digest = parameter.fileValues.withUnsafeBytes { FileDigest.sha256Bytes(of: $0) }
      space.add("weights \(parameter.name)", FileDigest.hexadecimal(digest))
    }
    self.init(cache, space, width: model.configuration.hiddenSize)
  }
}
