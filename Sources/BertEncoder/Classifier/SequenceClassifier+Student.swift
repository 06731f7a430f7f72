import BertKernels

/// Students: models that are initialized from a larger one.
extension SequenceClassifier {
  /// Sets the weights of each layer to those of a layer of another model of the same sizes.
  ///
  /// - Parameter places: For each layer the index of the other model's layer.
  /// - Precondition: No layers share weights.
  package func copyLayers(_ places: [Int], of other: SequenceClassifier) {
    precondition(places.count == encoder.layers.count && configuration.sharing == nil, "one layer for each layer")
    for (layer, place) in zip(encoder.layers, places) {
      for (own, value) in zip(layer.blocks, other.encoder.layers[place].blocks) { own.value.copy(from: value.value) }
    }
    weightsDidChange()
  }

  /// The word embeddings, `[V, E]`.
  package var wordEmbeddings: Parameter { encoder.embeddings.word.parameters[0] }
}
