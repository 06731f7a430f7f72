import BertKernels

/// The self-attention of a layer: the projection to queries, keys and values, the architecture's positions, and the
/// output projection.
///
/// Legend as everywhere; `A` query heads, `G` key/value heads, `D` values per head, `P` = (A + 2·G)·D.
final class SelfAttention {
  /// Queries, keys and values in one matrix: `[P, H]`.
  let projections: Linear
  /// The output projection, `[H, A·D]`.
  let output: Linear
  let kernel: Attention
  let positions: Positions

  /// How scores depend on the positions of tokens.
  enum Positions {
    /// No positions of the layer's own: none at all, or a bias that all layers share; see ``LayerContext/bias``.
    case shared
    /// Transformer-XL's terms of distances and segments.
    case relative(RelativeAttention)
    /// DeBERTa's terms of contents and distances.
    case disentangled(DisentangledAttention)
    /// Rotary positions.
    case rotary(Rotary)
  }

  /// - Parameter rotary: The table of angles; nil where the layer has no rotary positions.
  init(_ names: LayerNames, _ configuration: EncoderConfiguration, index: Int, rotary: Rotary?) {
    let layers = configuration.layerCount
    projections = Linear(names.projections, layers: layers)
    output = Linear([names.attentionOutput], layers: layers)
    kernel = Attention(
      heads: configuration.headCount, keyValueHeads: configuration.keyValueHeadCount,
      headSize: configuration.headSize, scale: configuration.scoreScale(layer: index),
      mask: configuration.mask(layer: index))
    if let relative = names.relative {
      positions = .relative(RelativeAttention(relative, configuration, layers: layers))
    } else if let disentangled = DisentangledAttention(names, configuration) {
      positions = .disentangled(disentangled)
    } else if let rotary {
      positions = .rotary(rotary)
    } else {
      positions = .shared
    }
  }

  /// The products with all tokens.
  var products: [Linear] { [projections, output] }
  /// The other linear layers, which are multiplied with representations of distances.
  var positionLinears: [Linear] {
    switch positions {
    case .relative(let relative): [relative.distanceKey]
    case .disentangled(let disentangled): disentangled.linears
    case .rotary, .shared: []
    }
  }
  var positionBlocks: [ParameterBlock] {
    if case .relative(let relative) = positions { relative.blocks } else { [] }
  }

  /// What backward needs of one batch of `T` tokens.
  struct Tape {
    /// `[T, P]`, the input of attention: after rotation, or with a bias added to the queries.
    let projected: Matrix
    let logSums, context: Matrix  // [T, A], [T, A·D]
  }

  /// Allocates a tape for `tokens` tokens in the arena.
  func makeTape(_ tokens: Int, _ arena: Arena) -> Tape {
    Tape(
      projected: arena.matrix(rows: tokens, columns: projections.outputSize),
      logSums: arena.matrix(rows: tokens, columns: kernel.heads),
      context: arena.matrix(rows: tokens, columns: output.inputSize))
  }

  /// Computes from DeBERTa's embeddings of distances, `[2·S, H]`, what is the same in many calls.
  func prepareForInference(_ distanceTable: Matrix, precision: Precision, _ compute: Compute) {
    guard case .disentangled(let disentangled) = positions else { return }
    disentangled.prepareForInference(projections, distanceTable, precision: precision, compute)
  }

  /// The context, which is the input of ``output``, `[T, A·D]`: in the tape if given, otherwise in the arena. x
  /// `[T, H]`.
  ///
  /// - Parameters:
  ///   - dropout: Of the attention probabilities.
  ///   - rowDropout: Of the embeddings of distances.
  func forward(
    _ x: Matrix, _ run: LayerContext, dropout: Dropout?, rowDropout: Dropout?, tape: Tape?, _ compute: Compute
  ) -> Matrix {
    let outer = StageClock.enter(.attention)
    defer { StageClock.leave(to: outer) }
    let arena = compute.arena
    let projected = tape?.projected ?? arena.matrix(rows: x.rows, columns: projections.outputSize)
    projections.forward(x, into: projected, .bias(projections.bias.value), compute)
    let context = tape?.context ?? arena.matrix(rows: x.rows, columns: output.inputSize)
    switch positions {
    case .relative(let relative):
      relative.forward(
        kernel, qkv: projected, run, dropout: dropout, into: context, logSums: tape?.logSums, compute)
      return context
    case .disentangled(let disentangled):
      if let pass = run.distanceTable {
        disentangled.forward(
          kernel, projections, qkv: projected, pass, dropout: dropout, rowDropout: rowDropout, into: context,
          logSums: tape?.logSums, compute)
      }
      return context
    case .rotary(let rotary):
      rotate(rotary, projected, run, backward: false, compute)
    case .shared:
      break
    }
    compute.attention(
      kernel, qkv: projected, boundaries: run.boundaries, bias: run.bias, dropout: dropout, into: context,
      logSums: tape?.logSums)
    return context
  }

  /// Computes the gradient of the projections, `[T, P]`, overwritten, from that of the context, `[T, A·D]`. Adds to the
  /// gradients of the parameters of the positions.
  func backward(
    _ tape: Tape, _ run: LayerContext, dropout: Dropout?, rowDropout: Dropout?, gradient: Matrix,
    into projectedGradient: Matrix, _ compute: Compute
  ) {
    let outer = StageClock.enter(.attention)
    defer { StageClock.leave(to: outer) }
    if case .disentangled(let disentangled) = positions, let pass = run.distanceTable {
      return disentangled.backward(
        kernel, projections, qkv: tape.projected, pass, dropout: dropout, rowDropout: rowDropout,
        context: tape.context, logSums: tape.logSums, gradient: gradient, into: projectedGradient, compute)
    }
    if case .relative(let relative) = positions {
      return relative.backward(
        kernel, qkv: tape.projected, run, dropout: dropout, context: tape.context, logSums: tape.logSums,
        gradient: gradient, into: projectedGradient, compute)
    }
    compute.attentionBackward(
      kernel, qkv: tape.projected, boundaries: run.boundaries, bias: run.bias, dropout: dropout, context: tape.context,
      logSums: tape.logSums, gradient: gradient, biasGradient: run.biasGradient, into: projectedGradient)
    if case .rotary(let rotary) = positions { rotate(rotary, projectedGradient, run, backward: true, compute) }
  }

  /// Rotates queries and keys, which stand side by side, or rotates their gradients back.
  private func rotate(
    _ rotary: Rotary, _ projected: Matrix, _ run: LayerContext, backward: Bool, _ compute: Compute
  ) {
    let heads = kernel.heads + kernel.keyValueHeads
    compute.rotate(
      rotary, projected.columns(0..<heads * kernel.headSize), heads: heads, boundaries: run.boundaries,
      backward: backward)
  }
}
