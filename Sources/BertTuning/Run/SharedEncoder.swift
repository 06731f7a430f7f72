import BertCheckpoint
import BertEncoder
import BertInference
import BertKernels
import Foundation

/// The encoder that the trainings of one run begin with: its files are opened and hashed once, its speed is measured
/// once, and while it is frozen, it encodes each text once for all of them.
///
/// Not for use by two threads at once.
final class SharedEncoder {
  /// The encoder's files.
  let source: PretrainedModel
  private var knownDigest: String?
  /// Seconds of inference for a token, by the layers of the model that was measured.
  private var secondsPerToken: [Int: Double] = [:]
  /// Whether several trainings are to come.
  private let isForSeveral: Bool
  /// Models whose encoder is frozen, by their number of layers.
  private var frozen: [Int: Frozen] = [:]

  private struct Frozen {
    let model: SequenceClassifier
    /// The seed of its classifier.
    let seed: UInt64
    /// Its features of texts.
    var features: FeatureStore?
    /// Its features of texts after each layer.
    var layerFeatures: FeatureStore?
  }

  /// Opens the files.
  ///
  /// - Parameter several: Whether several trainings are to come, which makes it worth the memory to keep features.
  /// - Throws: What opening the model throws.
  init(at url: URL, forSeveral several: Bool) throws(TuningError) {
    isForSeveral = several
    // The weights are hashed while the tokenizer is read, which takes as long. Where a file cannot be read, or the
    // model turns out to have other files, `digest()` hashes again and reports the error.
    let hashed = Meanwhile { () -> (files: [URL], digest: String)? in
      guard let files = (try? Checkpoint(at: url))?.files.map(\.url) else { return nil }
      return (try? PretrainedModel.digest(of: files)).map { (files, $0) }
    }
    source = try StageClock.time(.opening) { () throws(TuningError) in
      try TuningError.translating { () throws(InferenceError) in try PretrainedModel(at: url) }
    }
    if let hashed = StageClock.time(.hashing, hashed.value), hashed.files == source.weightFiles {
      knownDigest = hashed.digest
    }
  }

  /// The hash of the weights.
  ///
  /// - Throws: `file`.
  func digest() throws(TuningError) -> String {
    if let knownDigest { return knownDigest }
    let outer = StageClock.enter(.hashing)
    defer { StageClock.leave(to: outer) }
    let digest = try TuningError.translating { () throws(InferenceError) in try source.weightsDigest() }
    knownDigest = digest
    return digest
  }

  /// The model that a training begins with.
  ///
  /// A model whose encoder is frozen is shared by all trainings, each of which sets its classifier. It is released
  /// where another training needs the memory.
  ///
  /// - Parameters:
  ///   - strategy: Says whether it changes the encoder.
  ///   - layers: The number of layers that the model has.
  ///   - seed: Of the weights that the checkpoint lacks.
  ///   - make: Reads the weights.
  /// - Throws: What `make` throws.
  func model(
    for strategy: any Strategy, layers: Int, classes: Int, seed: UInt64,
    make: () throws(ModelError) -> SequenceClassifier
  ) throws(ModelError) -> SequenceClassifier {
    guard strategy.keepsEncoder else {
      frozen = [:]
      return try make()
    }
    if let frozen = frozen[layers], frozen.model.classes == classes, frozen.seed == seed { return frozen.model }
    let model = try make()
    frozen[layers] = Frozen(model: model, seed: seed)
    return model
  }

  /// The store of a model's features of texts; nil where none are kept.
  ///
  /// - Parameter cache: Keeps features between runs too; nil keeps them in memory, as long as the encoder is frozen.
  func features(
    of model: SequenceClassifier, in cache: FeatureCache?, _ compute: Compute
  ) -> FeatureStore? {
    guard let layers = layers(of: model) else {
      return cache.map { FeatureStore($0, seenBy: model, compute) }
    }
    if frozen[layers]?.features == nil {
      frozen[layers]?.features =
        cache.map { FeatureStore($0, seenBy: model, compute) }
        ?? (isForSeveral ? FeatureStore(inMemory: model.configuration.hiddenSize) : nil)
    }
    return frozen[layers]?.features
  }

  /// The store of a model's features of texts after each layer; nil where none are kept.
  func layerFeatures(of model: SequenceClassifier, in cache: FeatureCache?, _ compute: Compute) -> FeatureStore? {
    guard let layers = layers(of: model) else { return nil }
    if frozen[layers]?.layerFeatures == nil {
      frozen[layers]?.layerFeatures =
        cache.map { FeatureStore($0, behindLayersOf: model, compute) }
        ?? (isForSeveral
          ? FeatureStore(inMemory: model.layersBelowMean * model.configuration.hiddenSize) : nil)
    }
    return frozen[layers]?.layerFeatures
  }

  /// The number of layers of a shared model whose encoder is frozen; nil for any other model.
  private func layers(of model: SequenceClassifier) -> Int? { frozen.first { $0.value.model === model }?.key }

  /// The cost of computing with a model, measured unless one with as many layers was measured before.
  func cost(of model: SequenceClassifier, _ texts: [TextEncoder.Encoded], _ compute: Compute) -> CostModel {
    let outer = StageClock.enter(.planning)
    defer { StageClock.leave(to: outer) }
    let layers = model.configuration.layerCount
    if let known = secondsPerToken[layers] {
      return CostModel(configuration: model.configuration, lanes: compute.threads, secondsPerToken: known)
    }
    let cost = CostModel(model: model, texts: texts, compute: compute)
    secondsPerToken[layers] = cost.secondsPerToken
    return cost
  }
}
