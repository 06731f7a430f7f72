package import BertCheckpoint
package import BertKernels
import Foundation

/// An encoder with pooler, dropout and a linear head: Hugging Face's `BertForSequenceClassification`.
///
/// Legend: `B` sequences, `T` tokens in all, `H` hidden, `C` classes, `V` vocabulary. Sequences are packed, `[T, H]` with
/// boundaries; nothing is spent on padding. Not for use by two threads at once.
package final class SequenceClassifier {
  package let configuration: EncoderConfiguration
  /// C
  package let classes: Int
  /// All parameters, from the text upwards.
  package let parameters: [Parameter]
  /// Parameters that began anew because the checkpoint had none.
  package let freshParameters: [String]

  let embeddings: Embeddings
  let layers: [EncoderLayer]
  let head: ClassificationHead
  /// Dropout in training; begins with the configuration's.
  package var dropoutRates: DropoutRates

  /// Reads the weights of a checkpoint.
  ///
  /// - Parameters:
  ///   - configuration: Must have passed ``EncoderConfiguration/validate()``.
  ///   - seed: For what the checkpoint lacks: head and pooler begin normal with `initializer_range`, biases at zero.
  /// - Throws: ``ModelError`` where tensors are missing, have other shapes, or cannot be read.
  package init(
    checkpoint: Checkpoint, configuration: EncoderConfiguration, classes: Int, seed: UInt64
  ) throws(ModelError) {
    guard let activation = configuration.activation else {
      throw .configurationInvalid(field: "hidden_act", value: configuration.hiddenActivation, expected: "a known name")
    }
    let names = try CheckpointNames(checkpoint, configuration: configuration, classes: classes)
    guard names.missing.isEmpty else { throw .missingTensors(names.missing, file: checkpoint.url.path) }

    self.configuration = configuration
    self.classes = classes
    freshParameters = names.fresh
    dropoutRates = DropoutRates(configuration)
    embeddings = Embeddings(configuration)
    layers = (0..<configuration.layerCount).map { EncoderLayer(configuration, index: $0, activation: activation) }
    head = ClassificationHead(configuration, classes: classes)
    parameters = (embeddings.blocks + layers.flatMap(\.blocks) + head.blocks).flatMap(\.parameters)
    try load(checkpoint, names, seed: seed)
  }

  /// A model from parts, those of the encoder shared with `base`.
  init(
    _ base: SequenceClassifier, configuration: EncoderConfiguration, layers: [EncoderLayer], head: ClassificationHead
  ) {
    self.configuration = configuration
    classes = base.classes
    freshParameters = base.freshParameters
    dropoutRates = base.dropoutRates
    embeddings = base.embeddings
    self.layers = layers
    self.head = head
    parameters = (embeddings.blocks + layers.flatMap(\.blocks) + head.blocks).flatMap(\.parameters)
  }

  var blocks: [ParameterBlock] { embeddings.blocks + layers.flatMap(\.blocks) + head.blocks }
  var linears: [Linear] { layers.flatMap(\.linears) + head.linears }

  /// Gives gradients to the parameters for which `isTrained` holds and takes them from the others. Backward goes no
  /// lower than the lowest of them.
  package func setTrained(_ isTrained: (Parameter) -> Bool) {
    for block in blocks { block.setTrained(isTrained) }
  }

  /// Packs all weights once, for many calls of ``logits(_:compute:)``. The next training step forgets them.
  package func prepareForInference(_ compute: Compute) {
    for linear in linears { linear.prepareForInference(compute) }
  }

  /// To be called after parameters were changed from outside.
  package func weightsDidChange() {
    for linear in linears { linear.forgetPacked() }
  }
}

/// Dropout probabilities in training.
package struct DropoutRates: Sendable, Equatable {
  package var hidden: Float
  package var attention: Float
  package var classifier: Float

  package init(_ configuration: EncoderConfiguration) {
    hidden = configuration.hiddenDropout
    attention = configuration.attentionDropout
    classifier = configuration.classifierDropout ?? configuration.hiddenDropout
  }

  /// One probability everywhere.
  package init(all probability: Float) {
    hidden = probability
    attention = probability
    classifier = probability
  }
}
