import BertKernels

/// Mix-up of the vectors that a classifier sees: each becomes λ times itself and 1 − λ times another of the batch.
///
/// Source: Zhang et al., arXiv 1710.09412, on the sentence vectors as Guo, Mao and Zhang have it (arXiv 1905.08941, senMixup).
package struct FeatureMix: Sendable, Equatable {
  /// Which vector of the batch is mixed into each, a permutation, `[B]`.
  package let partners: [Int]
  /// λ, 0 ... 1.
  package let share: Float

  package init(partners: [Int], share: Float) {
    self.partners = partners
    self.share = share
  }

  /// Mixes vectors `[B, H]` into others, overwritten.
  func mix(_ vectors: Matrix, into mixed: Matrix) {
    for (row, partner) in partners.enumerated() {
      for column in 0..<vectors.columns {
        mixed[row, column] = share * vectors[row, column] + (1 - share) * vectors[partner, column]
      }
    }
  }

  /// The gradient of the vectors from that of the mixed ones, `[B, H]`, overwritten.
  func separate(_ mixedGradient: Matrix, into gradient: Matrix) {
    for row in partners.indices {
      for column in 0..<gradient.columns { gradient[row, column] = share * mixedGradient[row, column] }
    }
    for (row, partner) in partners.enumerated() {
      for column in 0..<gradient.columns { gradient[partner, column] += (1 - share) * mixedGradient[row, column] }
    }
  }
}

extension SequenceClassifier {
  /// How the next training steps mix the vectors of their batch; nil for not at all. What only predicts must not have one.
  ///
  /// - Precondition: A classifier of sequences with one head.
  package var featureMix: FeatureMix? {
    get { sequenceHead.mix }
    set { sequenceHead.mix = newValue }
  }
}
