package import BertCheckpoint
package import BertKernels
import Foundation

/// Embeddings and layers: from tokens to one vector for each of them.
///
/// Legend: `B` sequences, `T` tokens in all, `H` hidden. Sequences are packed, `[T, H]` with boundaries; nothing is spent
/// on padding. Not for use by two threads at once.
package final class TransformerEncoder {
  package let configuration: EncoderConfiguration
  let embeddings: Embeddings
  let layers: [EncoderLayer]

  /// Memory for the weights, all zeros.
  init(_ configuration: EncoderConfiguration, activation: Activation) {
    self.configuration = configuration
    embeddings = Embeddings(configuration)
    layers = (0..<configuration.layerCount).map { EncoderLayer(configuration, index: $0, activation: activation) }
  }

  /// An encoder of the layers of another and one more on top; the others are shared, not copied.
  init(_ base: TransformerEncoder, adding layer: EncoderLayer, configuration: EncoderConfiguration) {
    self.configuration = configuration
    embeddings = base.embeddings
    layers = base.layers + [layer]
  }

  /// Reads the encoder's weights of a checkpoint, with or without a head in it.
  ///
  /// - Parameter configuration: Must have passed ``EncoderConfiguration/validate()``.
  /// - Throws: ``ModelError`` where tensors are missing, have other shapes, or cannot be read.
  package convenience init(checkpoint: Checkpoint, configuration: EncoderConfiguration) throws(ModelError) {
    // Names and shapes first, before any memory is taken for the weights.
    let names = try CheckpointNames(checkpoint, configuration: configuration, classes: nil)
    guard names.missing.isEmpty else { throw .missingTensors(names.missing, file: checkpoint.url.path) }
    self.init(configuration, activation: try configuration.knownActivation())
    try names.load(parameters, of: checkpoint)
    for linear in linears { linear.joinQuantized() }
  }

  var blocks: [ParameterBlock] { embeddings.blocks + layers.flatMap(\.blocks) }
  var linears: [Linear] { layers.flatMap(\.linears) }
  var parameters: [Parameter] { blocks.flatMap(\.parameters) }

  /// Packs all weights once, for many calls. The next training step forgets them.
  ///
  /// - Parameter precision: For int8, layers that do not come from a quantised checkpoint are quantised here.
  package func prepareForInference(_ compute: Compute, precision: Precision = .fp32) {
    if precision == .int8 { quantize(compute) }
    for linear in linears { linear.prepareForInference(compute, precision: precision) }
  }
}

extension EncoderConfiguration {
  /// The activation, or the error that names it.
  func knownActivation() throws(ModelError) -> Activation {
    guard let activation else {
      throw .configurationInvalid(field: "hidden_act", value: hiddenActivation, expected: "a known name")
    }
    return activation
  }
}
