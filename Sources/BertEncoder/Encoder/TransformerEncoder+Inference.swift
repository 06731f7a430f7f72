package import BertKernels
package import BertText

extension TransformerEncoder {
  /// The last layer's output for each token, `[T, H]`, in newly allocated memory.
  package func hiddenStates(_ batch: TokenBatch, compute: Compute) -> Matrix {
    let states = Matrix(rows: batch.tokenCount, columns: configuration.hiddenSize)
    withHiddenStates(batch, compute: compute) { states.copy(from: $0) }
    return states
  }

  /// The output of the embeddings and of each layer, `[T, H]` each, in newly allocated memory; the last one after the
  /// final LayerNorm.
  package func allHiddenStates(_ batch: TokenBatch, compute: Compute) -> [Matrix] {
    let mark = compute.arena.mark
    defer { compute.arena.release(mark) }
    let states = (0...layers.count).map { _ in Matrix(rows: batch.tokenCount, columns: configuration.hiddenSize) }
    _ = embeddings.forward(batch, into: states[0], dropout: nil, keeps: false, compute)
    let run = context(batch, compute)
    for (index, layer) in layers.enumerated() {
      layer.forward(states[index], run, into: states[index + 1], dropout: nil, tape: nil, compute)
    }
    let last = states[layers.count]
    if let finalNorm { compute.layerNorm(finalNorm.kernel, last, into: last) }
    return states
  }

  /// Runs the encoder in two alternating buffers and passes the last states, `[T, H]`, to `body`. They are valid until
  /// it returns.
  package func withHiddenStates(_ batch: TokenBatch, compute: Compute, _ body: (Matrix) -> Void) {
    check(batch)
    let outer = StageClock.enter(.elementwise)
    defer { StageClock.leave(to: outer) }
    let mark = compute.arena.mark
    defer { compute.arena.release(mark) }
    var current = compute.arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize)
    var next = compute.arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize)
    _ = embeddings.forward(batch, into: current, dropout: nil, keeps: false, compute)
    let run = context(batch, compute)
    for layer in layers {
      layer.forward(current, run, into: next, dropout: nil, tape: nil, compute)
      swap(&current, &next)
    }
    if let finalNorm { compute.layerNorm(finalNorm.kernel, current, into: current) }
    StageClock.time(.head) { body(current) }
  }

  /// Runs the layers, and after each of them a top layer. Calls `body` with the layer's index and the output of the top
  /// layer, `[T, H]`.
  ///
  /// - Parameter last: The top layer, which is the last of the encoder; nil to pass on each layer's own output.
  func withEachLayer(
    _ batch: TokenBatch, below last: EncoderLayer?, compute: Compute, _ body: (Int, Matrix) -> Void
  ) {
    check(batch)
    let outer = StageClock.enter(.elementwise)
    defer { StageClock.leave(to: outer) }
    let mark = compute.arena.mark
    defer { compute.arena.release(mark) }
    func states() -> Matrix { compute.arena.matrix(rows: batch.tokenCount, columns: configuration.hiddenSize) }
    var current = states(), next = states()
    let top = states()
    _ = embeddings.forward(batch, into: current, dropout: nil, keeps: false, compute)
    let run = context(batch, compute)
    for (index, layer) in layers.dropLast(last == nil ? 0 : 1).enumerated() {
      let mark = compute.arena.mark
      defer { compute.arena.release(mark) }
      layer.forward(current, run, into: next, dropout: nil, tape: nil, compute)
      swap(&current, &next)
      if let last {
        last.forward(current, run, into: top, dropout: nil, tape: nil, compute)
      } else {
        top.copy(from: current)
      }
      if let finalNorm { compute.layerNorm(finalNorm.kernel, top, into: top) }
      body(index, top)
    }
  }

  /// Checks a batch. A wrong one is a programmer's mistake: batches come from our tokenizer, whose limits were checked
  /// when it was combined with the model.
  func check(_ batch: TokenBatch) {
    precondition(batch.longest <= configuration.longestSequence, "a sequence is longer than there are positions")
    precondition(
      zip(batch.boundaries, batch.boundaries.dropFirst()).allSatisfy { $0 < $1 }, "a sequence without tokens")
  }
}
