import BertKernels

/// The cross-entropy of some tokens over the vocabulary, a block of rows at a time: the logits of a step would take many
/// times the memory of the encoder.
extension MaskedLanguageHead {
  /// Logits that are held at once, as floats: 64 MB.
  private static let blockFloats = 1 << 24
  /// Rows of a block where the vocabulary is large: fewer would make a product of the words' whole matrix cost more to move
  /// than to compute.
  private static let fewestRows = 64

  /// Rows whose logits are held at once: a matter of the vocabulary alone, so that the bytes of a run are.
  private var blockRows: Int { Self.blockRows(words: words.value.rows) }

  private static func blockRows(words: Int) -> Int {
    max(fewestRows, blockFloats / max(1, words) / fewestRows * fewestRows)
  }

  /// Floats that a step takes for its logits, and for the words packed for a product.
  static func workingFloats(_ configuration: EncoderConfiguration, rows: Int) -> Int {
    let words = configuration.vocabularySize
    return min(max(1, rows), blockRows(words: words)) * 2 * words + words * configuration.embeddingSize
  }

  /// The losses of rows of states, and the gradients of their mean.
  ///
  /// - Parameters:
  ///   - states: Of all tokens, `[T, H]`.
  ///   - rows: Those that are predicted, `[M]`, each once.
  ///   - targets: The word that each of them is, `[M]`.
  ///   - scale: Factor of the gradients; nil where only the losses are wanted.
  ///   - hiddenGradient: Of the states, `[T, H]`, which is added to where it is given.
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
