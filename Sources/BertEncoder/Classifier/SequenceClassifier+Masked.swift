package import BertKernels
package import BertText

/// Prediction of masked tokens, by a model of the kind ``HeadKind/maskedTokens`` or a classifier with an added head for
/// them.
extension SequenceClassifier {
  /// The head for masked tokens: the model's own or the added one.
  var maskedHead: MaskedLanguageHead {
    guard let head = head as? MaskedLanguageHead ?? addedHead else {
      preconditionFailure("the model has no head for masked tokens")
    }
    return head
  }

  /// One training step on masked tokens: forward in training mode, their mean cross-entropy, and backward. Adds to the
  /// gradients.
  ///
  /// - Parameters:
  ///   - batch: The tokens, masks included.
  ///   - rows: The rows of the masked tokens in the batch, `[M]`, each once.
  ///   - targets: Their ids before masking, `[M]`.
  ///   - dropout: The key that dropout masks are drawn with; `nil` for no dropout.
  ///   - lossScale: A factor of the gradients, for a batch that is split.
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
