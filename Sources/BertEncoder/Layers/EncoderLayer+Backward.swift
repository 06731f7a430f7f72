import BertKernels

extension EncoderLayer {
  /// Replaces the gradient of the output, `[T, H]`, by that of the input x `[T, H]` if `needsInput`. Overwrites the
  /// tape.
  func backward(
    _ x: Matrix, _ tape: Tape, _ run: LayerContext, gradient: Matrix, dropout: DropoutSchedule?, needsInput: Bool,
    _ compute: Compute
  ) {
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let tokens = gradient.rows, hidden = gradient.columns

    // out = LayerNorm(s) or s, where s = dropout(W₂·f(u) + b₂) + residual
    if let sum = tape.outputSum {
      outputNorm.backward(x: sum, statistics: tape.outputStatistics, gradient: gradient, compute)
    }
    let branch = arena.matrix(rows: tokens, columns: hidden)
    compute.apply(
      dropout?.feedForwardOutput(index), to: gradient, into: branch,
      addingColumnSumsTo: feedForward.output.bias.gradient)
    let feedForwardMark = arena.mark
    let intermediate = feedForward.intermediate
    let inner = feedForward.backward(
      branch, kept: tape.intermediate, dropout: dropout?.feedForwardInner(index), compute)
    // u = W₁·y + b₁; `gradient` already holds the residual's gradient.
    intermediate.accumulateWeightGradients(inner, x: attended(tape, compute), compute)
    if !normalizesFirst, let attentionNorm {
      // y = LayerNorm(dropout(Wₒ·context + bₒ) + x) is the residual itself.
      intermediate.inputGradient(inner, into: gradient, compute, .add)
      attentionNorm.backward(x: tape.attentionSum, statistics: tape.attentionStatistics, gradient: gradient, compute)
    } else {
      // y = LayerNorm(residual)
      intermediate.inputGradient(inner, into: branch, compute)
      outputNorm.backward(x: tape.attentionSum, statistics: tape.outputStatistics, gradient: branch, compute)
      compute.add(branch, to: gradient)
    }
    arena.release(feedForwardMark)

    let projections = attention.projections
    compute.apply(
      dropout?.attentionOutput(index), to: gradient, into: branch,
      addingColumnSumsTo: attention.output.bias.gradient)
    attention.output.accumulateWeightGradients(branch, x: tape.attention.context, compute)
    let contextGradient = arena.matrix(rows: tokens, columns: attention.output.inputSize)
    attention.output.inputGradient(branch, into: contextGradient, compute)
    let projectedGradient = arena.matrix(rows: tokens, columns: projections.outputSize)
    attention.backward(
      tape.attention, run, dropout: dropout?.attentionProbabilities(index), rowDropout: rowDropout(run, dropout),
      gradient: contextGradient, into: projectedGradient, compute)
    projections.accumulateGradients(projectedGradient, x: tape.normalized ?? x, compute)
    if normalizesFirst, let attentionNorm {
      projections.inputGradient(projectedGradient, into: branch, compute)
      attentionNorm.backward(x: x, statistics: tape.attentionStatistics, gradient: branch, compute)
      if needsInput { compute.add(branch, to: gradient) }
    } else if needsInput {
      projections.inputGradient(projectedGradient, into: gradient, compute, .add)
    }
  }

  /// The input of the feed-forward half, `[T, H]`, computed from the tape.
  private func attended(_ tape: Tape, _ compute: Compute) -> Matrix {
    let norm = normalizesFirst ? outputNorm : attentionNorm ?? outputNorm
    return again(norm, tape.attentionSum, compute)
  }

  /// The output `[T, H]`, computed from the sum that a tape of this layer keeps.
  func output(of tape: Tape?, _ compute: Compute) -> Matrix {
    guard let sum = tape?.outputSum else { preconditionFailure("the tape has neither the input nor the sum below it") }
    return again(outputNorm, sum, compute)
  }

  /// Normalizes a kept sum `[T, H]`.
  private func again(_ norm: Normalization, _ sum: Matrix, _ compute: Compute) -> Matrix {
    let normalized = compute.arena.matrix(rows: sum.rows, columns: sum.columns)
    compute.layerNorm(norm.kernel, sum, into: normalized, statistics: nil)
    return normalized
  }
}
