package import BertKernels

/// What the masks of one training step are drawn from.
package struct DropoutKey: Sendable, Equatable {
  package var seed: UInt64
  /// Different for each step.
  package var step: UInt64
  /// Where the tokens at hand lie in the step's batch, where it is computed in parts.
  package var tokens = Dropout.Slice.whole
  /// Likewise the sequences.
  package var sequences = Dropout.Slice.whole

  package init(seed: UInt64, step: UInt64) {
    self.seed = seed
    self.step = step
  }
}

/// Dropout at each place of the network in one step. Each place has a number of its own, so that masks are independent.
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
  /// - Parameter number: Of the head, where several stand on one encoder.
  func head(layers: Int, number: Int) -> Dropout? {
    site(Self.sites(ofHead: number) + 1 + 3 * layers, rates.classifier, key.sequences)
  }
  func tokenHead(layers: Int) -> Dropout? { site(1 + 3 * layers, rates.classifier, key.tokens) }

  // Places that only some architectures have.
  func headInput(layers: Int, number: Int) -> Dropout? {
    site(Self.sites(ofHead: number) + 2 + 3 * layers, rates.headInput ?? rates.classifier, key.sequences)
  }
  func lastStates(layers: Int) -> Dropout? {
    places.lastStates ? site(3 + 3 * layers, rates.hidden, key.tokens) : nil
  }
  func feedForwardInner(_ layer: Int) -> Dropout? {
    places.feedForwardInner ? site(1 << 16 + layer, rates.hidden, key.tokens) : nil
  }
  /// Of sinusoids of the distances `longest`, `longest` − 1, …, each a row. Rows count by distance, so that a part of the
  /// batch whose texts are shorter has the same masks.
  func distances(longest: Int, layers: Int) -> Dropout? {
    site(4 + 3 * layers, rates.embeddings, Dropout.Slice(first: -longest, total: 0))
  }

  /// Of the embeddings of distances before a layer's matrices; `first` is the row of all that the first at hand is.
  func distanceRows(_ layer: Int, first: Int) -> Dropout? {
    site(1 << 17 + layer, rates.hidden, Dropout.Slice(first: first, total: 0))
  }

  /// Above the places of all else; the first head has those of an only one.
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
  /// Before the head's dense layer; nil: as before the classifier.
  package var headInput: Float?

  package init(_ configuration: EncoderConfiguration, head: HeadKind = .sequence) {
    embeddings = configuration.embeddingDropout ?? configuration.hiddenDropout
    hidden = configuration.hiddenDropout
    attention = configuration.attentionDropout
    classifier = configuration.classifierDropout(of: head)
    headInput = configuration.headInputDropout
  }

  /// One probability everywhere.
  package init(all probability: Float) {
    embeddings = probability
    hidden = probability
    attention = probability
    classifier = probability
  }
}
