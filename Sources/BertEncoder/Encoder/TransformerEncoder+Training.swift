import BertKernels
import BertText

extension TransformerEncoder {
  /// What backward needs of one batch, in the arena.
  struct Tape {
    let run: LayerContext
    let dropout: DropoutSchedule?
    let embeddings: Embeddings.Tape?
    /// The layers that backward goes through, from the lowest on.
    let layers: [LayerTape]
    /// The input of the final LayerNorm, `[T, H]`, and its statistics `[T, 2]`.
    let final: (sum: Matrix, statistics: Matrix)?
  }

  /// What is kept of a layer.
  struct LayerTape {
    /// `[T, H]`; nil where backward computes it from the tape of the layer below.
    let input: Matrix?
    /// nil where backward runs the layer again from its input.
    let inner: EncoderLayer.Tape?
  }

  /// Forward in training mode.
  ///
  /// - Parameters:
  ///   - lowest: The depth of the lowest trained parameter; a tape is kept from there on.
  ///   - recomputes: Keep only a layer's input and compute the rest again in backward (Chen et al., arXiv 1604.06174):
  ///     about 4/3 of the arithmetic, for memory for the activations of one layer instead of all. Dropout masks depend
  ///     on their place alone, so the results have the same bytes.
  /// - Returns: The last layer's output `[T, H]` and the tape, both in the arena.
  func forward(
    _ batch: TokenBatch, dropout: DropoutSchedule?, lowest: Int, recomputes: Bool, _ compute: Compute
  ) -> (states: Matrix, tape: Tape) {
    check(batch)
    let outer = StageClock.enter(.elementwise)
    defer { StageClock.leave(to: outer) }
    let arena = compute.arena
    let run = context(batch, dropout: dropout, gathers: true, compute)
    var states = arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize)
    let embeddingTape = embeddings.forward(
      batch, into: states, dropout: dropout?.embeddings(), keeps: lowest == 0, compute)
    var tapes: [LayerTape] = []
    // An input that backward does not need becomes the buffer of the output after next.
    var free: Matrix?
    for (index, layer) in layers.enumerated() {
      let next = free ?? arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize)
      let isNeeded = index + 1 >= lowest
      let keepsInput = isNeeded && (recomputes || tapes.isEmpty || layer.keepsInput)
      let tape = isNeeded && !recomputes ? layer.makeTape(batch.tokenCount, arena) : nil
      layer.forward(states, run, into: next, dropout: layer.takesMean ? nil : dropout, tape: tape, compute)
      if isNeeded { tapes.append(LayerTape(input: keepsInput ? states : nil, inner: tape)) }
      free = keepsInput ? nil : states
      states = next
    }
    var final: (sum: Matrix, statistics: Matrix)?
    if let finalNorm {
      let sum = states, statistics = arena.matrix(rows: batch.tokenCount, columns: 2)
      states = arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize)
      compute.layerNorm(finalNorm.kernel, sum, into: states, statistics: statistics)
      final = (sum, statistics)
    }
    compute.apply(dropout?.lastStates(layers: layers.count), to: states)
    return (states, Tape(run: run, dropout: dropout, embeddings: embeddingTape, layers: tapes, final: final))
  }

  /// Adds to the gradients.
  ///
  /// - Parameters:
  ///   - tape: From ``forward(_:dropout:lowest:recomputes:_:)``.
  ///   - gradient: Of the last states, `[T, H]`; overwritten.
  ///   - lowest: The depth of the lowest trained parameter.
  /// - Returns: The gradient of the word embeddings, `[T, E]` in the arena; nil where the tape does not reach them.
  @discardableResult
  func backward(_ tape: Tape, gradient: Matrix, lowest: Int, _ compute: Compute) -> Matrix? {
    let outer = StageClock.enter(.elementwise)
    defer { StageClock.leave(to: outer) }
    compute.apply(tape.dropout?.lastStates(layers: layers.count), to: gradient)
    if let finalNorm, let final = tape.final {
      finalNorm.backward(x: final.sum, statistics: final.statistics, gradient: gradient, compute)
    }
    let skipped = layers.count - tape.layers.count
    for (index, kept) in tape.layers.enumerated().reversed() {
      let layer = layers[skipped + index], mark = compute.arena.mark
      let input = kept.input ?? layers[skipped + index - 1].output(of: tape.layers[index - 1].inner, compute)
      layer.backward(
        input, kept.inner ?? inner(of: layer, input, tape, compute), tape.run, gradient: gradient,
        dropout: layer.takesMean ? nil : tape.dropout, needsInput: layer.index >= lowest, compute)
      compute.arena.release(mark)
    }
    if let relativeBias, let gathered = tape.run.biasGradient { relativeBias.accumulate(gathered, compute) }
    if let distanceTable, let pass = tape.run.distanceTable { distanceTable.accumulate(pass, compute) }
    return tape.embeddings.map {
      embeddings.backward(tape.run.batch, $0, gradient: gradient, dropout: tape.dropout?.embeddings(), compute)
    }
  }

  /// The layer's tape, computed by running the layer again.
  private func inner(of layer: EncoderLayer, _ input: Matrix, _ tape: Tape, _ compute: Compute) -> EncoderLayer.Tape {
    let inner = layer.makeTape(input.rows, compute.arena)
    let output = compute.arena.matrix(rows: input.rows, columns: input.columns)
    layer.forward(
      input, tape.run, into: output, dropout: layer.takesMean ? nil : tape.dropout, tape: inner, compute)
    return inner
  }
}
