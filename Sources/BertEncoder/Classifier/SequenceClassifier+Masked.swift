package import BertKernels
package import BertText

/// Predicting tokens that were masked: a model of the kind ``HeadKind/maskedTokens``, or a classifier with such a head
/// beside its own.
extension SequenceClassifier {
  /// The head for masked tokens, of whichever kind the model is.
  var maskedHead: MaskedLanguageHead {
    guard let head = head as? MaskedLanguageHead ?? addedHead else {
      preconditionFailure("the model has no head for masked tokens")
    }
    return head
  }

  /// One step of learning from masked tokens: forward in training mode, the mean cross-entropy over them, and backward.
  /// Adds to the gradients.
  ///
  /// - Parameters:
  ///   - batch: With the masks in it.
  ///   - rows: Which of its tokens are predicted, `[M]`, each once.
  ///   - targets: Their ids before they were masked, `[M]`.
  ///   - dropout: What the masks of dropout are drawn from; `nil` for none.
  ///   - lossScale: Factor of the gradients, where a batch is split.
  /// - Returns: The mean loss; 0 where no token is predicted.
  package func maskedStep(
    _ batch: TokenBatch, rows: [Int], targets: [Int32], dropout key: DropoutKey?, lossScale: Float = 1,
    compute: Compute
  ) -> Double {
    let head = maskedHead
    return pass(batch, dropout: key, compute) { states, _, gradient in
      let losses = head.losses(
        states, rows: rows, targets: targets, scale: lossScale, addingTo: gradient, compute)
      return losses.isEmpty ? 0 : losses.reduce(0, +) / Double(losses.count)
    }
  }

  /// The cross-entropy of each masked token, `[M]`, without dropout.
  package func maskedLosses(_ batch: TokenBatch, rows: [Int], targets: [Int32], compute: Compute) -> [Double] {
    let head = maskedHead
    var losses: [Double] = []
    encoder.withHiddenStates(batch, compute: compute) { states in
      losses = head.losses(states, rows: rows, targets: targets, scale: nil, addingTo: nil, compute)
    }
    return losses
  }
}
