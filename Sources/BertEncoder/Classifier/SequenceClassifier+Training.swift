package import BertKernels
package import BertText

/// What one training step tells.
package struct StepResult {
  /// Mean cross-entropy, weighted where class weights were given.
  package let loss: Double
  /// `[B, C]`
  package let logits: Matrix
}

extension SequenceClassifier {
  /// Forward in training mode, cross-entropy, and backward. Adds to the gradients; call ``zeroGradients(compute:)`` or
  /// the optimizer between steps.
  ///
  /// - Parameters:
  ///   - labels: One class for each sequence, `[B]`.
  ///   - classWeights: Factors of the loss by class, `[C]`; the mean is weighted by them, as PyTorch does.
  ///   - dropout: What the masks are drawn from; `nil` for none.
  ///   - lossScale: Factor of the gradients, where a batch is split.
  package func trainingStep(
    _ batch: TokenBatch, labels: [Int], classWeights: [Float]? = nil, dropout key: DropoutKey?, lossScale: Float = 1,
    compute: Compute
  ) -> StepResult {
    precondition(labels.count == batch.sequenceCount, "one label for each sequence")
    weightsDidChange()
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let dropout = key.map { DropoutSchedule(key: $0, rates: dropoutRates) }
    let lowest = parameters.lazy.filter(\.isTrained).map(\.depth).min() ?? .max
    let layers = configuration.layerCount

    let (states, tape) = encoder.forward(batch, dropout: dropout, lowest: lowest, recomputes: recomputes, compute)
    let logits = Matrix(rows: batch.sequenceCount, columns: classes)
    let headTape = head.forward(states, batch, into: logits, dropout: dropout, compute)

    let logitGradient = arena.matrix(rows: logits.rows, columns: classes)
    let loss = CrossEntropy.loss(
      logits, labels: labels, classWeights: classWeights, scale: lossScale, gradient: logitGradient)
    let gradient =
      lowest <= layers || encoder.finalNorm != nil
      ? arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize) : nil
    head.backward(headTape, logitGradient: logitGradient, into: gradient, dropout: dropout, compute)
    if let gradient { encoder.backward(tape, gradient: gradient, lowest: lowest, compute) }
    return StepResult(loss: loss, logits: logits)
  }

  /// Sets all gradients to zero; of a table only the rows that were touched.
  package func zeroGradients(compute: Compute) {
    for parameter in parameters { parameter.zeroGradient() }
  }
}

extension Parameter {
  package func zeroGradient() {
    guard let gradient else { return }
    if let touchedRows {
      for row in touchedRows.rows { gradient.rows(row..<row + 1).fill(0) }
      touchedRows.clear()
    } else {
      gradient.fill(0)
    }
  }
}
