package import BertKernels

/// The key that the dropout masks of one training step are drawn with.
package struct DropoutKey: Sendable, Equatable {
  package var seed: UInt64
  /// Different for each step.
  package var step: UInt64
  /// The place of the given tokens within the step's batch, for a batch that is computed in parts.
  package var tokens = Dropout.Slice.whole
  /// The place of the given sequences, likewise.
  package var sequences = Dropout.Slice.whole

  package init(seed: UInt64, step: UInt64) {
    self.seed = seed
    self.step = step
  }
}

/// Dropout at each site of the network in one step. Each site has its own number, so that masks are independent.
struct DropoutSchedule {
  let key: DropoutKey
  let rates: DropoutRates
  let places: DropoutPlaces

  func embeddings() -> Dropout? { site(0, rates.embeddings, key.tokens) }
  func attentionProbabilities(_ layer: Int) -> Dropout? { site(1 + 3 * layer, rates.attention, key.tokens) }
  func attentionOutput(_ layer: Int) -> Dropout? {
    site(2 + 3 * layer, places.attentionOutputAsProbabilities ? rates.attention : rates.hidden, key.tokens)
  }
  func feedForwardOutput(_ layer: Int) -> Dropout? {
    places.feedForwardOutput ? site(3 + 3 * layer, rates.hidden, key.tokens) : nil
  }
  /// - Parameter number: The index of the head, where several stand on one encoder.
  func head(layers: Int, number: Int) -> Dropout? {
    site(Self.sites(ofHead: number) + 1 + 3 * layers, rates.classifier, key.sequences)
  }
  func tokenHead(layers: Int) -> Dropout? { site(1 + 3 * layers, rates.classifier, key.tokens) }

  // Sites that only some architectures have.
  func headInput(layers: Int, number: Int) -> Dropout? {
    site(Self.sites(ofHead: number) + 2 + 3 * layers, rates.headInput ?? rates.classifier, key.sequences)
  }
  func lastStates(layers: Int) -> Dropout? {
    places.lastStates ? site(3 + 3 * layers, rates.hidden, key.tokens) : nil
  }
  func feedForwardInner(_ layer: Int) -> Dropout? {
    places.feedForwardInner ? site(1 << 16 + layer, rates.hidden, key.tokens) : nil
  }
  /// Dropout of the sinusoids of the distances `longest`, `longest` − 1, …, one per row. Masks depend on the distance,
  /// so that a part of the batch with shorter texts has the same masks.
  func distances(longest: Int, layers: Int) -> Dropout? {
    site(4 + 3 * layers, rates.embeddings, Dropout.Slice(first: -longest, total: 0))
  }

  /// Dropout of the embeddings of distances in a layer; `first` is the index of the first given row in the whole table.
  func distanceRows(_ layer: Int, first: Int) -> Dropout? {
    site(1 << 17 + layer, rates.hidden, Dropout.Slice(first: first, total: 0))
  }

  /// Heads have sites above all others. The first head has the same sites as a single one.
  private static func sites(ofHead number: Int) -> Int { number << 20 }

  private func site(_ number: Int, _ probability: Float, _ slice: Dropout.Slice) -> Dropout? {
    Dropout(
      probability: probability, seed: key.seed, step: key.step, site: UInt32(truncatingIfNeeded: number), slice: slice)
  }
}

/// Dropout probabilities in training.
package struct DropoutRates: Sendable, Equatable {
  package var embeddings: Float
  package var hidden: Float
  package var attention: Float
  package var classifier: Float
  /// Before the head's dense layer; nil: the same as before the classifier.
  package var headInput: Float?

  package init(_ configuration: EncoderConfiguration, head: HeadKind = .sequence) {
    embeddings = configuration.embeddingDropout ?? configuration.hiddenDropout
    hidden = configuration.hiddenDropout
    attention = configuration.attentionDropout
    classifier = configuration.classifierDropout(of: head)
    headInput = configuration.headInputDropout
  }

  /// The same probability everywhere.
  package init(all probability: Float) {
    embeddings = probability
    hidden = probability
    attention = probability
    classifier = probability
  }
}
