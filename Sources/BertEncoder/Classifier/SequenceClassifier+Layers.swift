package import BertKernels
package import BertText

extension SequenceClassifier {
  /// Layers of the encoder below the one that takes the mean; all of them where the head takes it.
  ///
  /// - Precondition: The model was made by ``init(meanPooling:)``, and its layers share no weights.
  package var layersBelowMean: Int { encoder.layers.count - (headTakesMean ? 0 : 1) }

  private var headTakesMean: Bool { configuration.architecture.traits.head.takesMean }

  /// What the classifier would see of each sequence if the encoder ended with its first layer, its second …, side by side,
  /// `[B, layers · H]`: the values of a model of so many layers made by ``init(meanPooling:)``, for one pass over them and
  /// one more layer for each. Threads may share the model as for ``logits(_:into:compute:)``.
  ///
  /// - Precondition: As for ``layersBelowMean``.
  package func layerFeatures(_ batch: TokenBatch, into features: Matrix, compute: Compute) {
    let width = configuration.hiddenSize
    encoder.withEachLayer(batch, below: headTakesMean ? nil : encoder.layers.last, compute: compute) { layer, hidden in
      let pooled = sequenceHead.pool(hidden, batch, dropout: nil, compute).pooled
      features.columns(layer * width..<(layer + 1) * width).copy(from: pooled)
    }
  }
}
