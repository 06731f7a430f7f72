import BertKernels

/// One layer: self-attention and feed-forward, each with a residual sum; LayerNorm after each sum (post-norm) or before
/// each half (pre-norm).
final class EncoderLayer {
  /// The index of the layer, from 0.
  let index: Int
  let attention: SelfAttention
  /// LayerNorm before attention (pre-norm) or after its sum (post-norm); nil where the input is not normalized.
  let attentionNorm: Normalization?
  let feedForward: FeedForward
  let outputNorm: Normalization
  let normalizesFirst: Bool
  /// Whether the layer was added to compute the mean of the token states; it has no dropout.
  var takesMean = false
  /// Whether the weights are those of a layer below.
  let isShared: Bool

  /// - Parameter rotary: The layer's table of angles, where the architecture has one.
  init(_ configuration: EncoderConfiguration, index: Int, activation: Activation, rotary: Rotary? = nil) {
    let names = ParameterNames(configuration).layer(index), traits = configuration.architecture.traits
    self.index = index
    isShared = false
    normalizesFirst = traits.normalizesFirst
    attention = SelfAttention(names, configuration, index: index, rotary: rotary)
    attentionNorm = names.attentionNorm.map { Normalization($0, configuration) }
    feedForward = FeedForward(names, configuration, activation: activation)
    outputNorm = Normalization(names.outputNorm, configuration)
    precondition(normalizesFirst || attentionNorm != nil, "a post-norm layer without LayerNorm after attention")
  }

  /// A layer at `index` with the weights of another.
  init(sharing other: EncoderLayer, index: Int) {
    self.index = index
    isShared = true
    normalizesFirst = other.normalizesFirst
    attention = other.attention
    attentionNorm = other.attentionNorm
    feedForward = other.feedForward
    outputNorm = other.outputNorm
  }

  /// The products with all tokens, which int8 computes in integers.
  var products: [Linear] { attention.products + feedForward.products }
  var linears: [Linear] { products + attention.positionLinears }
  var blocks: [ParameterBlock] {
    linears.flatMap(\.blocks) + (attentionNorm?.blocks ?? []) + outputNorm.blocks + attention.positionBlocks
  }

  /// What backward needs of one batch. `T` tokens, `H` hidden, `N` columns of the first feed-forward product.
  struct Tape {
    /// `[T, H]`: the normalized input, in pre-norm layers.
    let normalized: Matrix?
    let attention: SelfAttention.Tape
    let attentionSum, attentionStatistics: Matrix  // [T, H], [T, 2]
    let intermediate: Matrix  // [T, N], before the activation
    /// `[T, H]`, `[T, 2]`; pre-norm layers do not keep the sum.
    let outputSum: Matrix?
    let outputStatistics: Matrix
  }

  /// Whether the input is kept for backward. Otherwise it is computed again from the sum that the layer below kept:
  /// activations take most of the memory in training, and a normalization costs little.
  var keepsInput: Bool { normalizesFirst }

  /// Allocates a tape for `tokens` tokens in the arena, to be filled by ``forward(_:_:into:dropout:tape:_:)``.
  func makeTape(_ tokens: Int, _ arena: Arena) -> Tape {
    let hidden = attention.output.outputSize
    func wide() -> Matrix { arena.matrix(rows: tokens, columns: hidden) }
    return Tape(
      normalized: normalizesFirst && attentionNorm != nil ? wide() : nil, attention: attention.makeTape(tokens, arena),
      attentionSum: wide(), attentionStatistics: arena.matrix(rows: tokens, columns: 2),
      intermediate: arena.matrix(rows: tokens, columns: feedForward.intermediate.outputSize),
      outputSum: normalizesFirst ? nil : wide(), outputStatistics: arena.matrix(rows: tokens, columns: 2))
  }

  /// Dropout of the embeddings of distances, where the architecture has them.
  func rowDropout(_ run: LayerContext, _ dropout: DropoutSchedule?) -> Dropout? {
    run.distanceTable.flatMap { dropout?.distanceRows(index, first: $0.firstRow) }
  }

  /// out := layer(x), both `[T, H]`.
  ///
  /// - Parameter tape: From ``makeTape(_:_:)`` for as many tokens; filled if given.
  func forward(
    _ x: Matrix, _ run: LayerContext, into out: Matrix, dropout: DropoutSchedule?, tape: Tape?, _ compute: Compute
  ) {
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    let tokens = x.rows, hidden = x.columns
    var source = x
    if normalizesFirst, let attentionNorm {
      source = tape?.normalized ?? arena.matrix(rows: tokens, columns: hidden)
      compute.layerNorm(attentionNorm.kernel, x, into: source, statistics: tape?.attentionStatistics)
    }
    let context = attention.forward(
      source, run, dropout: dropout?.attentionProbabilities(index), rowDropout: rowDropout(run, dropout),
      tape: tape?.attention, compute)

    let attended = arena.matrix(rows: tokens, columns: hidden)
    let attentionBias = attention.output.bias.value, attentionDropout = dropout?.attentionOutput(index)
    var residual = attended
    if !normalizesFirst, let attentionNorm {
      attention.output.forward(
        context, into: attended,
        .biasDropoutResidualNorm(
          attentionBias, attentionDropout, residual: x,
          Epilogue.RowNorm(attentionNorm.kernel, keeping: tape.map { ($0.attentionSum, $0.attentionStatistics) })),
        compute)
    } else {
      residual = tape?.attentionSum ?? arena.matrix(rows: tokens, columns: hidden)
      attention.output.forward(
        context, into: residual, .biasDropoutResidual(attentionBias, attentionDropout, residual: x), compute)
      compute.layerNorm(outputNorm.kernel, residual, into: attended, statistics: tape?.outputStatistics)
    }

    let inner = feedForward.inner(
      attended, keeping: tape?.intermediate, dropout: dropout?.feedForwardInner(index), compute)
    let bias = feedForward.output.bias.value, outputDropout = dropout?.feedForwardOutput(index)
    let kept = tape.flatMap { tape in tape.outputSum.map { ($0, tape.outputStatistics) } }
    feedForward.output.forward(
      inner, into: out,
      normalizesFirst
        ? .biasDropoutResidual(bias, outputDropout, residual: residual)
        : .biasDropoutResidualNorm(
          bias, outputDropout, residual: residual, Epilogue.RowNorm(outputNorm.kernel, keeping: kept)),
      compute)
  }
}
