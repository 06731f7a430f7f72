import BertKernels

/// What the masks of one training step are drawn from.
package struct DropoutKey: Sendable, Equatable {
  package var seed: UInt64
  /// Different for each step, and for each part of a step that is split.
  package var step: UInt64

  package init(seed: UInt64, step: UInt64) {
    self.seed = seed
    self.step = step
  }
}

/// Dropout at each place of the network in one step. Each place has a number of its own, so that masks are independent.
struct DropoutSchedule {
  let key: DropoutKey
  let rates: DropoutRates

  func embeddings() -> Dropout? { site(0, rates.embeddings) }
  func attentionProbabilities(_ layer: Int) -> Dropout? { site(1 + 3 * layer, rates.attention) }
  func attentionOutput(_ layer: Int) -> Dropout? { site(2 + 3 * layer, rates.hidden) }
  func feedForwardOutput(_ layer: Int) -> Dropout? { site(3 + 3 * layer, rates.hidden) }
  func head(layers: Int) -> Dropout? { site(1 + 3 * layers, rates.classifier) }

  // Places that only some architectures have.
  func headInput(layers: Int) -> Dropout? { site(2 + 3 * layers, rates.classifier) }
  func lastStates(layers: Int) -> Dropout? { site(3 + 3 * layers, rates.hidden) }
  func distances(layers: Int) -> Dropout? { site(4 + 3 * layers, rates.embeddings) }
  func feedForwardInner(_ layer: Int) -> Dropout? { site(1 << 16 + layer, rates.hidden) }

  private func site(_ number: Int, _ probability: Float) -> Dropout? {
    Dropout(probability: probability, seed: key.seed, step: key.step, site: UInt32(truncatingIfNeeded: number))
  }
}

/// Dropout probabilities in training.
package struct DropoutRates: Sendable, Equatable {
  package var embeddings: Float
  package var hidden: Float
  package var attention: Float
  package var classifier: Float

  package init(_ configuration: EncoderConfiguration) {
    embeddings = configuration.embeddingDropout ?? configuration.hiddenDropout
    hidden = configuration.hiddenDropout
    attention = configuration.attentionDropout
    classifier = configuration.classifierDropout ?? configuration.hiddenDropout
  }

  /// One probability everywhere.
  package init(all probability: Float) {
    embeddings = probability
    hidden = probability
    attention = probability
    classifier = probability
  }
}
