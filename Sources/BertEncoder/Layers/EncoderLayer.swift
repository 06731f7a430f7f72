import BertKernels

/// One layer: self-attention and feed-forward, each followed by residual and LayerNorm.
final class EncoderLayer {
  let index: Int
  /// Queries, keys and values in one product: `[3H, H]`.
  let projections: Linear
  let attentionOutput: Linear
  let attentionNorm: Normalization
  let intermediate: Linear
  let output: Linear
  let outputNorm: Normalization
  let attention: Attention
  let activation: Activation

  init(_ configuration: EncoderConfiguration, index: Int, activation: Activation) {
    let names = BertNames(configuration).layer(index), layers = configuration.layerCount
    let epsilon = configuration.layerNormEpsilon
    self.index = index
    self.activation = activation
    projections = Linear([names.query, names.key, names.value], layers: layers)
    attentionOutput = Linear([names.attentionOutput], layers: layers)
    attentionNorm = Normalization(
      gamma: names.attentionNorm.weight, beta: names.attentionNorm.bias, epsilon: epsilon, layers: layers)
    intermediate = Linear([names.intermediate], layers: layers)
    output = Linear([names.output], layers: layers)
    outputNorm = Normalization(
      gamma: names.outputNorm.weight, beta: names.outputNorm.bias, epsilon: epsilon, layers: layers)
    attention = Attention(heads: configuration.headCount, headSize: configuration.headSize)
  }

  var linears: [Linear] { [projections, attentionOutput, intermediate, output] }
  var blocks: [ParameterBlock] { linears.flatMap(\.blocks) + attentionNorm.blocks + outputNorm.blocks }

  /// What backward needs of one batch.
  struct Tape {
    let input, projected, logSums, context: Matrix  // [T, H], [T, 3H], [T, A], [T, H]
    let attentionSum, attentionStatistics, attended: Matrix  // [T, H], [T, 2], [T, H]
    let intermediate: Matrix  // [T, F], before the activation
    let outputSum, outputStatistics: Matrix  // [T, H], [T, 2]
  }

  /// Room for a tape in the arena, to be filled by ``forward(_:boundaries:into:dropout:tape:_:)``.
  func makeTape(_ x: Matrix, _ arena: Arena) -> Tape {
    let tokens = x.rows, hidden = x.columns
    return Tape(
      input: x, projected: arena.matrix(rows: tokens, columns: 3 * hidden),
      logSums: arena.matrix(rows: tokens, columns: attention.heads),
      context: arena.matrix(rows: tokens, columns: hidden), attentionSum: arena.matrix(rows: tokens, columns: hidden),
      attentionStatistics: arena.matrix(rows: tokens, columns: 2),
      attended: arena.matrix(rows: tokens, columns: hidden),
      intermediate: arena.matrix(rows: tokens, columns: intermediate.outputSize),
      outputSum: arena.matrix(rows: tokens, columns: hidden), outputStatistics: arena.matrix(rows: tokens, columns: 2))
  }

  /// out := layer(x), both `[T, H]`.
  ///
  /// - Parameter tape: From ``makeTape(_:_:)`` of the same x; filled where given.
  func forward(
    _ x: Matrix, boundaries: [Int], into out: Matrix, dropout: DropoutSchedule?, tape: Tape?, _ compute: Compute
  ) {
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let tokens = x.rows, hidden = x.columns
    let projected = tape?.projected ?? arena.matrix(rows: tokens, columns: 3 * hidden)
    projections.forward(x, into: projected, .bias(projections.bias.value), compute)
    let context = tape?.context ?? arena.matrix(rows: tokens, columns: hidden)
    compute.attention(
      attention, qkv: projected, boundaries: boundaries, dropout: dropout?.attentionProbabilities(index), into: context,
      logSums: tape?.logSums)

    let attended = tape?.attended ?? arena.matrix(rows: tokens, columns: hidden)
    attentionOutput.forward(
      context, into: attended,
      .biasDropoutResidualNorm(
        attentionOutput.bias.value, dropout?.attentionOutput(index), residual: x,
        Epilogue.RowNorm(attentionNorm.kernel, keeping: tape.map { ($0.attentionSum, $0.attentionStatistics) })),
      compute)

    let activated = arena.matrix(rows: tokens, columns: intermediate.outputSize)
    intermediate.forward(
      attended, into: activated, .biasActivation(intermediate.bias.value, activation, keeping: tape?.intermediate),
      compute)
    output.forward(
      activated, into: out,
      .biasDropoutResidualNorm(
        output.bias.value, dropout?.feedForwardOutput(index), residual: attended,
        Epilogue.RowNorm(outputNorm.kernel, keeping: tape.map { ($0.outputSum, $0.outputStatistics) })), compute)
  }

  /// gradient `[T, H]`: of the output, overwritten with that of the input where `needsInput`. The tape is used up.
  func backward(
    _ tape: Tape, boundaries: [Int], gradient: Matrix, dropout: DropoutSchedule?, needsInput: Bool, _ compute: Compute
  ) {
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let tokens = gradient.rows, hidden = gradient.columns

    // out = LayerNorm(dropout(W₂·gelu(u) + b₂) + y)
    outputNorm.backward(x: tape.outputSum, statistics: tape.outputStatistics, gradient: gradient, compute)
    let branch = arena.matrix(rows: tokens, columns: hidden)
    branch.copy(from: gradient)
    compute.apply(dropout?.feedForwardOutput(index), to: branch)
    let inner = arena.matrix(rows: tokens, columns: intermediate.outputSize)
    output.inputGradient(branch, into: inner, compute)
    compute.activationBackward(activation, x: tape.intermediate, gradient: inner)
    output.accumulateGradients(branch, x: tape.intermediate, compute)
    // u = W₁·y + b₁; the residual's gradient stands in `gradient` already.
    intermediate.accumulateGradients(inner, x: tape.attended, compute)
    intermediate.inputGradient(inner, into: gradient, compute, .add)

    // y = LayerNorm(dropout(Wₒ·context + bₒ) + x)
    attentionNorm.backward(x: tape.attentionSum, statistics: tape.attentionStatistics, gradient: gradient, compute)
    branch.copy(from: gradient)
    compute.apply(dropout?.attentionOutput(index), to: branch)
    attentionOutput.accumulateGradients(branch, x: tape.context, compute)
    let contextGradient = arena.matrix(rows: tokens, columns: hidden)
    attentionOutput.inputGradient(branch, into: contextGradient, compute)
    let projectedGradient = arena.matrix(rows: tokens, columns: 3 * hidden)
    compute.attentionBackward(
      attention, qkv: tape.projected, boundaries: boundaries, dropout: dropout?.attentionProbabilities(index),
      context: tape.context, logSums: tape.logSums, gradient: contextGradient, into: projectedGradient)
    projections.accumulateGradients(projectedGradient, x: tape.input, compute)
    if needsInput { projections.inputGradient(projectedGradient, into: gradient, compute, .add) }
  }
}
