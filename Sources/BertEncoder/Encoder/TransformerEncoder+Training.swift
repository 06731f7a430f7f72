import BertKernels
import BertText

extension TransformerEncoder {
  /// What backward needs of one batch, in the arena.
  struct Tape {
    let run: LayerContext
    let dropout: DropoutSchedule?
    let embeddings: Embeddings.Tape?
    /// Of the layers from the lowest on that backward goes through.
    let layers: [LayerTape]
    /// What the LayerNorm behind the last layer saw, `[T, H]`, and its statistics.
    let final: (sum: Matrix, statistics: Matrix)?
  }

  /// What is kept of a layer.
  enum LayerTape {
    case whole(EncoderLayer.Tape)
    /// The input alone, `[T, H]`; backward runs the layer again.
    case input(Matrix)
  }

  /// Forward in training mode.
  ///
  /// - Parameters:
  ///   - lowest: The depth of the lowest trained parameter; a tape is kept from there on.
  ///   - recomputes: Keep a layer's input only and compute the rest again in backward (Chen et al., arXiv 1604.06174):
  ///     about 4/3 of the arithmetic for the activations of one layer instead of all. Dropout is drawn by place, so the
  ///     same bytes come out.
  /// - Returns: The last layer's output `[T, H]` and the tape, both in the arena.
  func forward(
    _ batch: TokenBatch, dropout: DropoutSchedule?, lowest: Int, recomputes: Bool, _ compute: Compute
  ) -> (states: Matrix, tape: Tape) {
    check(batch)
    let arena = compute.arena
    let run = context(batch, dropout: dropout, gathers: true, compute)
    var states = arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize)
    let embeddingTape = embeddings.forward(
      batch, into: states, dropout: dropout?.embeddings(), keeps: lowest == 0, compute)
    var tapes: [LayerTape] = []
    for (index, layer) in layers.enumerated() {
      let next = arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize)
      let isNeeded = index + 1 >= lowest
      let tape = isNeeded && !recomputes ? layer.makeTape(states, arena) : nil
      layer.forward(states, run, into: next, dropout: dropout, tape: tape, compute)
      if isNeeded { tapes.append(tape.map(LayerTape.whole) ?? .input(states)) }
      states = next
    }
    var final: (sum: Matrix, statistics: Matrix)?
    if let finalNorm {
      let sum = states, statistics = arena.matrix(rows: batch.tokenCount, columns: 2)
      states = arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize)
      compute.layerNorm(finalNorm.kernel, sum, into: states, statistics: statistics)
      final = (sum, statistics)
    }
    compute.apply(lastDropout(dropout), to: states)
    return (states, Tape(run: run, dropout: dropout, embeddings: embeddingTape, layers: tapes, final: final))
  }

  /// XLNet alone drops the last states once more.
  private func lastDropout(_ dropout: DropoutSchedule?) -> Dropout? {
    configuration.positions == .relative ? dropout?.lastStates(layers: layers.count) : nil
  }

  /// Adds to the gradients. gradient `[T, H]`: of the last states, overwritten.
  ///
  /// - Returns: the gradient of the embeddings, `[T, E]` in the arena, where the tape goes down to them.
  @discardableResult
  func backward(_ tape: Tape, gradient: Matrix, lowest: Int, _ compute: Compute) -> Matrix? {
    compute.apply(lastDropout(tape.dropout), to: gradient)
    if let finalNorm, let final = tape.final {
      finalNorm.backward(x: final.sum, statistics: final.statistics, gradient: gradient, compute)
    }
    for (layer, kept) in zip(layers.suffix(tape.layers.count), tape.layers).reversed() {
      let mark = compute.arena.mark
      layer.backward(
        self.tape(of: layer, kept, tape, compute), tape.run, gradient: gradient, dropout: tape.dropout,
        needsInput: layer.index >= lowest, compute)
      compute.arena.release(mark)
    }
    if let relativeBias, let gathered = tape.run.biasGradient { relativeBias.accumulate(gathered, compute) }
    return tape.embeddings.map {
      embeddings.backward(tape.run.batch, $0, gradient: gradient, dropout: tape.dropout?.embeddings(), compute)
    }
  }

  /// The layer's tape as it was kept, or from running the layer again.
  private func tape(of layer: EncoderLayer, _ kept: LayerTape, _ tape: Tape, _ compute: Compute) -> EncoderLayer.Tape {
    switch kept {
    case .whole(let tape):
      return tape
    case .input(let input):
      let whole = layer.makeTape(input, compute.arena)
      let output = compute.arena.matrix(rows: input.rows, columns: input.columns)
      layer.forward(
        input, tape.run, into: output, dropout: tape.dropout, tape: whole, compute)
      return whole
    }
  }
}
