package import BertKernels
package import BertText

extension SequenceClassifier {
  /// The number of encoder layers below the one that computes the mean; all layers where the head computes it.
  ///
  /// - Precondition: The model was made by ``init(meanPooling:)``, and its layers share no weights.
  package var layersBelowMean: Int { encoder.layers.count - (headTakesMean ? 0 : 1) }

  private var headTakesMean: Bool { configuration.architecture.traits.head.takesMean }

  /// The features of each sequence as if the encoder ended after its first layer, its second …, side by side,
  /// `[B, layers · H]`. They equal those of a model of so many layers made by ``init(meanPooling:)``, at the cost of one
  /// pass and one more layer for each. Threads may share the model as for ``logits(_:into:compute:)``.
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
