import BertKernels

/// One layer: self-attention and feed-forward, each with a residual sum, and LayerNorm behind each sum or before each half.
final class EncoderLayer {
  /// The place in the order in which layers run.
  let index: Int
  /// Queries, keys and values in one product: `[3H, H]`.
  let projections: Linear
  let attentionOutput: Linear
  let attentionNorm: Normalization
  let intermediate: Linear
  let output: Linear
  let outputNorm: Normalization
  let attention: Attention
  /// Attention to distances and segments, where the architecture has it.
  let relative: RelativeAttention?
  let activation: Activation
  let normalizesFirst: Bool
  /// Whether it takes the mean of the token states, which no dropout belongs to.
  var takesMean = false
  /// Whether the weights are those of a layer below.
  let isShared: Bool

  init(_ configuration: EncoderConfiguration, index: Int, activation: Activation) {
    let names = ParameterNames(configuration).layer(index), layers = configuration.layerCount
    let epsilon = configuration.layerNormEpsilon, traits = configuration.architecture.traits
    self.index = index
    self.activation = activation
    normalizesFirst = traits.normalizesFirst
    isShared = false
    projections = Linear(names.projections, layers: layers)
    attentionOutput = Linear([names.attentionOutput], layers: layers)
    attentionNorm = Normalization(names.attentionNorm, epsilon: epsilon, layers: layers)
    intermediate = Linear([names.intermediate], layers: layers)
    output = Linear([names.output], layers: layers)
    outputNorm = Normalization(names.outputNorm, epsilon: epsilon, layers: layers)
    attention = Attention(
      heads: configuration.headCount, headSize: configuration.headSize,
      scale: configuration.scoreScale(layer: index), mask: traits.isCausal ? .causal : .full)
    relative = names.relative.map { RelativeAttention($0, configuration, layers: layers) }
  }

  /// A layer that runs as number `index` with the weights of another.
  init(sharing other: EncoderLayer, index: Int) {
    self.index = index
    activation = other.activation
    normalizesFirst = other.normalizesFirst
    isShared = true
    projections = other.projections
    attentionOutput = other.attentionOutput
    attentionNorm = other.attentionNorm
    intermediate = other.intermediate
    output = other.output
    outputNorm = other.outputNorm
    attention = other.attention
    relative = other.relative
  }

  /// The products of all tokens, which may be computed in eight bits.
  var products: [Linear] { [projections, attentionOutput, intermediate, output] }
  var linears: [Linear] { products + (relative.map { [$0.distanceKey] } ?? []) }
  var blocks: [ParameterBlock] {
    linears.flatMap(\.blocks) + attentionNorm.blocks + outputNorm.blocks + (relative?.blocks ?? [])
  }

  /// What backward needs of one batch. `T` tokens, `H` hidden, `F` feed-forward, `A` heads.
  struct Tape {
    /// `[T, H]`: what the input was normalized to, where that comes first.
    let normalized: Matrix?
    let projected, logSums, context: Matrix  // [T, 3H], [T, A], [T, H]
    let attentionSum, attentionStatistics: Matrix  // [T, H], [T, 2]
    /// `[T, H]`; normalized again in backward where it is not kept.
    let attended: Matrix?
    let intermediate: Matrix  // [T, F], before the activation
    /// `[T, H]`, `[T, 2]`; the sum is not kept where it is not normalized.
    let outputSum: Matrix?
    let outputStatistics: Matrix
  }

  /// Whether a tape keeps the attended states. Where the matrices stay as they are, activations are most of what training
  /// holds, and a normalization costs next to nothing.
  private var keepsAttended: Bool { products.contains { $0.weight.gradient != nil } }
  /// Whether the input is kept for backward, rather than normalized again from what the layer below kept.
  var keepsInput: Bool { normalizesFirst || keepsAttended }

  /// Room for a tape of `tokens` tokens in the arena, to be filled by ``forward(_:_:into:dropout:tape:_:)``.
  func makeTape(_ tokens: Int, _ arena: Arena) -> Tape {
    let hidden = output.outputSize
    func wide() -> Matrix { arena.matrix(rows: tokens, columns: hidden) }
    return Tape(
      normalized: normalizesFirst ? wide() : nil, projected: arena.matrix(rows: tokens, columns: 3 * hidden),
      logSums: arena.matrix(rows: tokens, columns: attention.heads), context: wide(), attentionSum: wide(),
      attentionStatistics: arena.matrix(rows: tokens, columns: 2), attended: keepsAttended ? wide() : nil,
      intermediate: arena.matrix(rows: tokens, columns: intermediate.outputSize),
      outputSum: normalizesFirst ? nil : wide(), outputStatistics: arena.matrix(rows: tokens, columns: 2))
  }

  /// out := layer(x), both `[T, H]`.
  ///
  /// - Parameter tape: From ``makeTape(_:_:)`` of as many tokens; filled where given.
  func forward(
    _ x: Matrix, _ run: LayerContext, into out: Matrix, dropout: DropoutSchedule?, tape: Tape?, _ compute: Compute
  ) {
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let tokens = x.rows, hidden = x.columns
    var source = x
    if normalizesFirst {
      source = tape?.normalized ?? arena.matrix(rows: tokens, columns: hidden)
      compute.layerNorm(attentionNorm.kernel, x, into: source, statistics: tape?.attentionStatistics)
    }
    let projected = tape?.projected ?? arena.matrix(rows: tokens, columns: 3 * hidden)
    projections.forward(source, into: projected, .bias(projections.bias.value), compute)
    let context = tape?.context ?? arena.matrix(rows: tokens, columns: hidden)
    let attentionDropout = dropout?.attentionProbabilities(index)
    if let relative {
      relative.forward(
        attention, qkv: projected, run, dropout: attentionDropout, into: context, logSums: tape?.logSums, compute)
    } else {
      compute.attention(
        attention, qkv: projected, boundaries: run.boundaries, bias: run.bias, dropout: attentionDropout, into: context,
        logSums: tape?.logSums)
    }

    let attended = tape?.attended ?? arena.matrix(rows: tokens, columns: hidden)
    var residual = attended
    if normalizesFirst {
      residual = tape?.attentionSum ?? arena.matrix(rows: tokens, columns: hidden)
      attentionOutput.forward(
        context, into: residual,
        .biasDropoutResidual(attentionOutput.bias.value, dropout?.attentionOutput(index), residual: x), compute)
      compute.layerNorm(outputNorm.kernel, residual, into: attended, statistics: tape?.outputStatistics)
    } else {
      attentionOutput.forward(
        context, into: attended,
        .biasDropoutResidualNorm(
          attentionOutput.bias.value, dropout?.attentionOutput(index), residual: x,
          Epilogue.RowNorm(attentionNorm.kernel, keeping: tape.map { ($0.attentionSum, $0.attentionStatistics) })),
        compute)
    }

    let activated = arena.matrix(rows: tokens, columns: intermediate.outputSize)
    intermediate.forward(
      attended, into: activated, .biasActivation(intermediate.bias.value, activation, keeping: tape?.intermediate),
      compute)
    compute.apply(innerDropout(dropout), to: activated)
    let bias = output.bias.value, outputDropout = dropout?.feedForwardOutput(index)
    let kept = tape.flatMap { tape in tape.outputSum.map { ($0, tape.outputStatistics) } }
    output.forward(
      activated, into: out,
      normalizesFirst
        ? .biasDropoutResidual(bias, outputDropout, residual: residual)
        : .biasDropoutResidualNorm(
          bias, outputDropout, residual: residual, Epilogue.RowNorm(outputNorm.kernel, keeping: kept)),
      compute)
  }

  /// XLNet alone also drops between the halves of the feed-forward layer.
  func innerDropout(_ dropout: DropoutSchedule?) -> Dropout? {
    relative == nil ? nil : dropout?.feedForwardInner(index)
  }
}
