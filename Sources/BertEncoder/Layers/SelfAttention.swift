import BertKernels

/// Self-attention of a layer: queries, keys and values of the states, what the architecture makes of positions, and the
/// product behind the heads.
///
/// Legend as everywhere; `A` heads of queries, `G` of keys and values, `D` values per head, `P` = (A + 2·G)·D.
final class SelfAttention {
  /// Queries, keys and values in one product: `[P, H]`.
  let projections: Linear
  /// From the heads to the states, `[H, A·D]`.
  let output: Linear
  let kernel: Attention
  let positions: Positions

  /// How scores depend on where the tokens stand.
  enum Positions {
    /// Not by the layer's own doing: not at all, or by a bias that all layers share; see ``LayerContext/bias``.
    case shared
    /// By distances and segments.
    case relative(RelativeAttention)
    /// By what contents make of distances.
    case disentangled(DisentangledAttention)
    /// By the angles that queries and keys are turned to.
    case rotary(Rotary)
  }

  /// - Parameter rotary: The layer's table of angles, where the architecture has one.
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

  /// The products of all tokens.
  var products: [Linear] { [projections, output] }
  /// The products of something else, and the other parameters.
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
    /// `[T, P]`, as attention sees them: turned, or with a bias added to the queries.
    let projected: Matrix
    let logSums, context: Matrix  // [T, A], [T, A·D]
  }

  /// Room for a tape of `tokens` tokens in the arena.
  func makeTape(_ tokens: Int, _ arena: Arena) -> Tape {
    Tape(
      projected: arena.matrix(rows: tokens, columns: projections.outputSize),
      logSums: arena.matrix(rows: tokens, columns: kernel.heads),
      context: arena.matrix(rows: tokens, columns: output.inputSize))
  }

  /// Makes of DeBERTa's embeddings of distances, `[2·S, H]`, what is the same in many calls.
  func prepareForInference(_ distanceTable: Matrix, precision: Precision, _ compute: Compute) {
    guard case .disentangled(let disentangled) = positions else { return }
    disentangled.prepareForInference(projections, distanceTable, precision: precision, compute)
  }

  /// What the heads give, `[T, A·D]`, before ``output``: in the tape where there is one, else in the arena. x `[T, H]`.
  ///
  /// - Parameters:
  ///   - dropout: Of the probabilities. - rowDropout: Of the embeddings of distances.
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
      turn(rotary, projected, run, backward: false, compute)
    case .shared:
      break
    }
    compute.attention(
      kernel, qkv: projected, boundaries: run.boundaries, bias: run.bias, dropout: dropout, into: context,
      logSums: tape?.logSums)
    return context
  }

  /// From the gradient of what the heads gave, `[T, A·D]`, to that of the projections, `[T, P]`, which is overwritten;
  /// adds to the gradients of the positions' own parameters.
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
    if case .rotary(let rotary) = positions { turn(rotary, projectedGradient, run, backward: true, compute) }
  }

  /// Turns queries and keys, which lie side by side, or their gradients back.
  private func turn(
    _ rotary: Rotary, _ projected: Matrix, _ run: LayerContext, backward: Bool, _ compute: Compute
  ) {
    let heads = kernel.heads + kernel.keyValueHeads
    compute.rotate(
      rotary, projected.columns(0..<heads * kernel.headSize), heads: heads, boundaries: run.boundaries,
      backward: backward)
  }
}
