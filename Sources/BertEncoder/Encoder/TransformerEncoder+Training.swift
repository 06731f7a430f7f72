import BertKernels
import BertText

extension TransformerEncoder {
  /// What backward needs of one batch, in the arena.
  struct Tape {
    let batch: TokenBatch
    let dropout: DropoutSchedule?
    let embeddings: Embeddings.Tape?
    /// Of the layers from the lowest on that backward goes through.
    let layers: [LayerTape]
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
    var states = arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize)
    let embeddingTape = embeddings.forward(
      batch, into: states, dropout: dropout?.embeddings(), keeps: lowest == 0, compute)
    var tapes: [LayerTape] = []
    for (index, layer) in layers.enumerated() {
      let next = arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize)
      let isNeeded = index + 1 >= lowest
      let tape = isNeeded && !recomputes ? layer.makeTape(states, arena) : nil
      layer.forward(states, boundaries: batch.boundaries, into: next, dropout: dropout, tape: tape, compute)
      if isNeeded { tapes.append(tape.map(LayerTape.whole) ?? .input(states)) }
      states = next
    }
    return (states, Tape(batch: batch, dropout: dropout, embeddings: embeddingTape, layers: tapes))
  }

  /// Adds to the gradients. gradient `[T, H]`: of the last layer's output, overwritten.
  func backward(_ tape: Tape, gradient: Matrix, lowest: Int, _ compute: Compute) {
    for (layer, kept) in zip(layers.suffix(tape.layers.count), tape.layers).reversed() {
      let mark = compute.arena.mark
      layer.backward(
        self.tape(of: layer, kept, tape, compute), boundaries: tape.batch.boundaries, gradient: gradient,
        dropout: tape.dropout, needsInput: layer.index >= lowest, compute)
      compute.arena.release(mark)
    }
    if let embeddingTape = tape.embeddings {
      embeddings.backward(tape.batch, embeddingTape, gradient: gradient, dropout: tape.dropout?.embeddings(), compute)
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
        input, boundaries: tape.batch.boundaries, into: output, dropout: tape.dropout, tape: whole, compute)
      return whole
    }
  }
}
