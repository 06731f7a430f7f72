package import BertEncoder
package import BertKernels
package import BertText

extension SequenceClassifier {
  /// One training step: forward, the loss against the targets, and backward. Adds to the gradients.
  ///
  /// - Parameters:
  ///   - batch: B sequences.
  ///   - targets: One for each sequence, `[B]`.
  ///   - loss: The loss of the outputs.
  ///   - dropout: Seeds the masks of dropout; `nil` for none.
  ///   - lossScale: Factor of the gradients, where a batch is split.
  package func trainingStep<Target: Sendable>(
    _ batch: TokenBatch, targets: [Target], loss: any Loss<Target>, dropout: DropoutKey?, lossScale: Float = 1,
    compute: Compute
  ) -> StepResult {
    precondition(targets.count == batch.sequenceCount, "one target for each sequence")
    return trainingStep(batch, dropout: dropout, compute: compute) { outputs, gradient in
      loss.evaluate(outputs, targets, scale: lossScale, gradient: gradient)
    }
  }
}
