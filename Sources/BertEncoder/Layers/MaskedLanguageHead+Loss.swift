import BertKernels

/// The cross-entropy of masked tokens over the vocabulary, computed for a block of rows at a time: all logits of a step
/// would take many times the memory of the encoder.
extension MaskedLanguageHead {
  /// The most logits in memory at once, as floats: 64 MiB.
  private static let blockFloats = 1 << 24
  /// The fewest rows of a block, for large vocabularies: with fewer, loading the output matrix would take longer than
  /// computing with it.
  private static let fewestRows = 64

  /// The number of rows whose logits are in memory at once. It depends on the vocabulary alone, so that runs are
  /// reproducible.
  private var blockRows: Int { Self.blockRows(words: words.value.rows) }

  private static func blockRows(words: Int) -> Int {
    max(fewestRows, blockFloats / max(1, words) / fewestRows * fewestRows)
  }

  /// The floats that a step needs for its logits, and for the packed output matrix.
  static func workingFloats(_ configuration: EncoderConfiguration, rows: Int) -> Int {
    let words = configuration.vocabularySize
    return min(max(1, rows), blockRows(words: words)) * 2 * words + words * configuration.embeddingSize
  }

  /// The losses of some rows of the states. Adds the gradients of their mean.
  ///
  /// - Parameters:
  ///   - states: Of all tokens, `[T, H]`.
  ///   - rows: The rows of the masked tokens, `[M]`, each once.
  ///   - targets: The original word of each, `[M]`.
  ///   - scale: A factor of the gradients; nil to compute only the losses.
  ///   - hiddenGradient: Of the states, `[T, H]`; added to if given.
  /// - Returns: The loss of each row, `[M]`.
  func losses(
    _ states: Matrix, rows: [Int], targets: [Int32], scale: Float?, addingTo hiddenGradient: Matrix?,
    _ compute: Compute
  ) -> [Double] {
    guard !rows.isEmpty else { return [] }
    let arena = compute.arena
    let input = arena.matrix(rows: rows.count, columns: states.columns)
    compute.pick(rows, of: states, into: input)
    let tape = tape(input, compute)
    let gradient = scale.map { _ in arena.matrix(rows: rows.count, columns: tape.seen.columns) }  // [M, E]
    let share = scale.map { $0 / Float(rows.count) }
    var losses: [Double] = []
    for first in stride(from: 0, to: rows.count, by: blockRows) {
      let block = first..<min(first + blockRows, rows.count), mark = arena.mark
      let seen = tape.seen.rows(block)
      let logits = arena.matrix(rows: block.count, columns: words.value.rows)
      compute.multiply(seen.operand, words.value.transpose, into: logits, .bias(bias.value))
      losses += compute.crossEntropy(logits, targets: targets[block], scale: share)
      if let gradient {
        accumulateWords(logits, seen: seen, compute)
        compute.multiply(logits.operand, words.value.operand, into: gradient.rows(block))
      }
      arena.release(mark)
    }
    if let gradient,
      let wide = backward(tape, gradient: gradient, needsInput: hiddenGradient != nil, compute),
      let hiddenGradient
    {
      compute.unpick(wide, rows, to: hiddenGradient)
    }
    return losses
  }
}
