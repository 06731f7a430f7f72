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
  let hidden: Float
  let attention: Float
  let classifier: Float

  func embeddings() -> Dropout? { site(0, hidden) }
  func attentionProbabilities(_ layer: Int) -> Dropout? { site(1 + 3 * layer, attention) }
  func attentionOutput(_ layer: Int) -> Dropout? { site(2 + 3 * layer, hidden) }
  func feedForwardOutput(_ layer: Int) -> Dropout? { site(3 + 3 * layer, hidden) }
  func head(layers: Int) -> Dropout? { site(1 + 3 * layers, classifier) }

  private func site(_ number: Int, _ probability: Float) -> Dropout? {
    Dropout(probability: probability, seed: key.seed, step: key.step, site: UInt32(truncatingIfNeeded: number))
  }
}
