package import BertCheckpoint
import BertKernels

/// Models that learn from a larger one.
extension SequenceClassifier {
  /// Reads an encoder whose outputs are the vectors of sequences, `[B, H]`. Nothing begins anew, and there is no head that
  /// would be written.
  ///
  /// - Parameters:
  ///   - configuration: Must have passed ``EncoderConfiguration/validate()``; with fewer layers than the checkpoint, the
  ///     lowest are read.
  ///   - takesFirst: Whether a sequence's vector is the state of its first token and not the mean of all.
  /// - Throws: ``ModelError`` where tensors are missing, have other shapes, or cannot be read.
  package convenience init(
    vectorsOf checkpoint: Checkpoint, configuration: EncoderConfiguration, takesFirst: Bool
  ) throws(ModelError) {
    let encoder = try TransformerEncoder(checkpoint: checkpoint, configuration: configuration)
    self.init(
      encoder, takesFirst ? FirstTokenHead() : MeanPoolingHead(), classes: configuration.hiddenSize,
      freshParameters: [])
  }

  /// Sets the weights of each layer to those of a layer of another model of the same sizes.
  ///
  /// - Parameter places: The other's layer for each layer here, from 0.
  /// - Precondition: No layers share weights.
  package func copyLayers(_ places: [Int], of other: SequenceClassifier) {
    precondition(places.count == encoder.layers.count && configuration.sharing == nil, "one layer for each layer")
    for (layer, place) in zip(encoder.layers, places) {
      for (own, value) in zip(layer.blocks, other.encoder.layers[place].blocks) { own.value.copy(from: value.value) }
    }
    weightsDidChange()
  }

  /// The table of words, whose rows are the tokens.
  package var wordEmbeddings: Parameter { encoder.embeddings.word.parameters[0] }
}
