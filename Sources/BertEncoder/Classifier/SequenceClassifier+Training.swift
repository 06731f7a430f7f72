package import BertKernels
package import BertText

/// The result of one training step.
package struct StepResult {
  /// The value that the loss function returned, plus that of the loss of the states.
  package let loss: Double
  /// `[B, C]` or `[T, C]`
  package let logits: Matrix
}

extension SequenceClassifier {
  /// Forward in training mode, the loss, and backward. Adds to the gradients; call ``zeroGradients(compute:)`` or the
  /// optimizer between steps.
  ///
  /// - Parameters:
  ///   - dropout: The key that dropout masks are drawn with; `nil` for no dropout.
  ///   - stateLoss: A second loss, of the last states `[T, H]`: adds to their gradient, which is nil where nothing
  ///     below the head is trained, and returns its value. `nil` for none.
  ///   - loss: Gets the outputs, `[B, C]` or `[T, C]`, sets their gradient of the same shape, and returns its value.
  package func trainingStep(
    _ batch: TokenBatch, dropout key: DropoutKey?, compute: Compute,
    stateLoss: ((_ states: Matrix, _ gradient: Matrix?) -> Double)? = nil,
    loss: (_ outputs: Matrix, _ gradient: Matrix) -> Double
  ) -> StepResult {
    trainingStep(batch, through: head, dropout: key, compute: compute, stateLoss: stateLoss, loss: loss)
  }

  private func trainingStep(
    _ batch: TokenBatch, through head: some Head, dropout key: DropoutKey?, compute: Compute,
    stateLoss: ((_ states: Matrix, _ gradient: Matrix?) -> Double)?,
    loss: (_ outputs: Matrix, _ gradient: Matrix) -> Double
  ) -> StepResult {
    let logits = Matrix(rows: head.outputRows(of: batch), columns: classes)
    let loss = pass(batch, dropout: key, compute) { states, dropout, gradient in
      let tape = head.forward(states, batch, into: logits, dropout: dropout, compute)
      let logitGradient = compute.arena.matrix(rows: logits.rows, columns: classes)
      let value = loss(logits, logitGradient)
      head.backward(tape, logitGradient: logitGradient, addingTo: gradient, dropout: dropout, compute)
      return value + (stateLoss?(states, gradient) ?? 0)
    }
    return StepResult(loss: loss, logits: logits)
  }

  /// Forward and backward through the encoder in training mode. Adds to the gradients.
  ///
  /// - Parameter head: Gets the last states, `[T, H]`, and a gradient of zeros to add to, which is nil where nothing
  ///   below the head is trained. Adds to its own gradients and returns the loss.
  func pass(
    _ batch: TokenBatch, dropout key: DropoutKey?, _ compute: Compute,
    through head: (_ states: Matrix, _ dropout: DropoutSchedule?, _ gradient: Matrix?) -> Double
  ) -> Double {
    weightsDidChange()
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let places = configuration.architecture.traits.dropouts
    let dropout = key.map { DropoutSchedule(key: $0, rates: dropoutRates, places: places) }
    let lowest = trainable.lazy.filter(\.isTrained).map(\.depth).min() ?? .max
    let layers = configuration.layerCount

    let (states, tape) = encoder.forward(batch, dropout: dropout, lowest: lowest, recomputes: recomputes, compute)
    let gradient =
      lowest <= layers || encoder.finalNorm != nil
      ? arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize) : nil
    if let gradient { compute.clear(gradient) }
    let loss = StageClock.time(.head) { head(states, dropout, gradient) }
    if let gradient { encoder.backward(tape, gradient: gradient, lowest: lowest, compute) }
    return loss
  }

  /// Sets all gradients to zero; those of an embedding table only in the rows that were touched.
  package func zeroGradients(compute: Compute) {
    for parameter in trainable { parameter.zeroGradient(compute) }
  }
}
