package import BertCheckpoint
package import BertKernels
import BertText
import Foundation

/// Embeddings and layers: from tokens to one vector for each token.
///
/// Legend: `B` sequences, `T` tokens in all, `H` hidden. Sequences are packed, `[T, H]` with boundaries, without
/// padding. Not for use by two threads at once.
package final class TransformerEncoder {
  package let configuration: EncoderConfiguration
  let embeddings: Embeddings
  let relativeBias: RelativeBias?
  let distanceTable: DistanceTable?
  let layers: [EncoderLayer]
  /// LayerNorm after the last layer, in pre-norm architectures.
  let finalNorm: Normalization?

  /// An encoder whose weights are all zeros.
  init(_ configuration: EncoderConfiguration, activation: Activation) {
    self.configuration = configuration
    embeddings = Embeddings(configuration)
    relativeBias = RelativeBias(configuration)
    distanceTable = DistanceTable(configuration)
    var layers: [EncoderLayer] = []
    let rotaries = configuration.rotaryTables()
    for index in 0..<configuration.layerCount {
      let lowest = configuration.place(ofLayer: index).lowest
      layers.append(
        lowest == index
          ? EncoderLayer(configuration, index: index, activation: activation, rotary: rotaries[index])
          : EncoderLayer(sharing: layers[lowest], index: index))
    }
    self.layers = layers
    finalNorm = ParameterNames(configuration).finalNorm.map { Normalization($0, configuration) }
  }

  /// The layers of another encoder and more on top of them; the weights are shared, not copied.
  init(
    _ base: TransformerEncoder, adding added: [EncoderLayer], finalNorm: Normalization?,
    configuration: EncoderConfiguration
  ) {
    self.configuration = configuration
    embeddings = base.embeddings
    relativeBias = base.relativeBias
    distanceTable = base.distanceTable
    layers = base.layers + added
    self.finalNorm = finalNorm
  }

  /// The lower layers of another encoder, as many as the configuration has, and its final LayerNorm. Shared, not
  /// copied.
  init(lower other: TransformerEncoder, configuration: EncoderConfiguration) {
    self.configuration = configuration
    embeddings = other.embeddings
    relativeBias = other.relativeBias
    distanceTable = other.distanceTable
    layers = Array(other.layers.prefix(configuration.layerCount))
    finalNorm = other.finalNorm
  }

  /// Reads the encoder's weights of a checkpoint, with or without a head in it.
  ///
  /// - Parameter configuration: Must have passed ``EncoderConfiguration/validate()``.
  /// - Throws: ``ModelError`` where tensors are missing, have other shapes, or cannot be read.
  package convenience init(checkpoint: Checkpoint, configuration: EncoderConfiguration) throws(ModelError) {
    let checkpoint = checkpoint.spelled(for: configuration.architecture)
    // Names and shapes are checked before memory for the weights is allocated.
    let names = try CheckpointNames(checkpoint, configuration: configuration, classes: nil)
    try names.requireEncoder(of: checkpoint)
    self.init(configuration, activation: try configuration.knownActivation())
    try names.load(parameters, of: checkpoint)
    joinQuantized()
  }

  /// The layers that have weights of their own.
  var ownLayers: [EncoderLayer] { layers.filter { !$0.isShared } }

  var blocks: [ParameterBlock] {
    embeddings.blocks + (relativeBias.map { [$0.table] } ?? []) + (distanceTable?.blocks ?? [])
      + ownLayers.flatMap(\.blocks) + (finalNorm?.blocks ?? [])
  }
  var linears: [Linear] { (embeddings.projection.map { [$0] } ?? []) + ownLayers.flatMap(\.linears) }
  /// The products of the layers with all tokens, which int8 computes in integers.
  var products: [Linear] { ownLayers.flatMap(\.products) }
  package var parameters: [Parameter] { blocks.flatMap(\.parameters) }

  /// Packs all weights once, for many calls. The next training step discards the packed weights.
  ///
  /// - Parameter precision: For int8, layers that were not read from a quantized checkpoint are quantized here.
  package func prepareForInference(_ compute: Compute, precision: Precision = .fp32) {
    if precision == .int8 { quantize(compute) }
    for linear in linears { linear.prepareForInference(compute, precision: precision) }
    if let rows = distanceTable?.allRows(compute) {
      for layer in ownLayers { layer.attention.prepareForInference(rows, precision: precision, compute) }
    }
  }

  /// Values that the layers share in one pass over a batch, in the arena.
  ///
  /// - Parameter gathers: Whether backward follows.
  func context(
    _ batch: TokenBatch, dropout: DropoutSchedule? = nil, gathers: Bool = false, _ compute: Compute
  ) -> LayerContext {
    var context = LayerContext(batch: batch)
    let longest = batch.longest
    if let relativeBias, longest > 0 {
      context.bias = relativeBias.bias(longest: longest, compute.arena)
      if gathers {
        context.biasGradient = relativeBias.makeGradients(
          sequences: batch.sequenceCount, longest: longest, compute.arena)
      }
    }
    if configuration.distances != nil, longest > 0 {
      context.distanceTable = distanceTable?.pass(batch, gathers: gathers, compute)
    }
    if configuration.attendsToDistances {
      let distances = RelativeAttention.distances(longest: longest, configuration, compute.arena)
      // One mask for all sequences of a batch, where transformers draws one for each.
      compute.apply(dropout?.distances(longest: longest, layers: layers.count), to: distances)
      context.distances = distances
    }
    return context
  }
}

extension EncoderConfiguration {
  /// The activation of the feed-forward layers.
  ///
  /// - Throws: ``ModelError/configurationInvalid(field:value:expected:)`` for an unknown name.
  func knownActivation() throws(ModelError) -> Activation {
    guard let activation else {
      throw .configurationInvalid(
        field: architecture.traits.name(of: .hiddenActivation), value: hiddenActivation, expected: "a known name")
    }
    return activation
  }
}
