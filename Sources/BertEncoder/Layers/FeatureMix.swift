import BertKernels

/// Mix-up of the features that a classifier gets: each becomes λ times itself plus 1 − λ times another of the batch.
///
/// Source: Zhang et al., arXiv 1710.09412, applied to sentence vectors as in Guo, Mao and Zhang (arXiv 1905.08941,
/// senMixup).
package struct FeatureMix: Sendable, Equatable {
  /// For each vector the index of the vector that is mixed into it: a permutation, `[B]`.
  package let partners: [Int]
  /// λ, from 0 to 1.
  package let share: Float

  package init(partners: [Int], share: Float) {
    self.partners = partners
    self.share = share
  }

  /// Mixes vectors `[B, H]` into `mixed`, which is overwritten.
  func mix(_ vectors: Matrix, into mixed: Matrix) {
    for (row, partner) in partners.enumerated() {
      for column in 0..<vectors.columns {
        mixed[row, column] = share * vectors[row, column] + (1 - share) * vectors[partner, column]
      }
    }
  }

  /// Computes the gradient of the vectors, `[B, H]`, overwritten, from that of the mixed ones.
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
  /// How the next training steps mix the features of their batch; nil for not at all. Must be nil for predictions.
  ///
  /// - Precondition: A classifier of sequences with one head.
  package var featureMix: FeatureMix? {
    get { sequenceHead.mix }
    set { sequenceHead.mix = newValue }
  }
}
