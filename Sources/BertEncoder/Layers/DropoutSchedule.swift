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
  let hidden: Float
  let attention: Float
  let classifier: Float

  func embeddings() -> Dropout? { site(0, hidden, key.tokens) }
  func attentionProbabilities(_ layer: Int) -> Dropout? { site(1 + 3 * layer, attention, key.tokens) }
  func attentionOutput(_ layer: Int) -> Dropout? { site(2 + 3 * layer, hidden, key.tokens) }
  func feedForwardOutput(_ layer: Int) -> Dropout? { site(3 + 3 * layer, hidden, key.tokens) }
  func head(layers: Int) -> Dropout? { site(1 + 3 * layers, classifier, key.sequences) }

  private func site(_ number: Int, _ probability: Float, _ slice: Dropout.Slice) -> Dropout? {
    Dropout(
      probability: probability, seed: key.seed, step: key.step, site: UInt32(truncatingIfNeeded: number), slice: slice)
  }
}
