import BertKernels
import BertText

/// From token states to logits over the vocabulary: logits = E·LayerNorm(f(W·h + b)) + c, where E are the word embeddings
/// of the encoder itself.
///
/// E's gradient has a share in each row, beside that of the lookups. Source: transformers' classes `…ForMaskedLM`; what
/// architectures do differently is in ``MaskedHeadTraits``.
final class MaskedLanguageHead: Head {
  let transform: HeadTransform
  /// c, `[1, V]`
  let bias: ParameterBlock
  /// E, `[V, E]`, which is the encoder's.
  let words: ParameterBlock

  /// - Precondition: The architecture has such a head.
  init(_ configuration: EncoderConfiguration, words: ParameterBlock) {
    guard let names = ParameterNames(configuration, head: .maskedTokens).masked,
      let traits = configuration.maskedHead
    else { preconditionFailure("an architecture without a head for masked tokens") }
    let layers = configuration.layerCount
    let own = traits.isOfTexts ? configuration.head.activation : traits.activation
    transform = HeadTransform(
      dense: Linear([names.dense], layers: layers),
      norm: Normalization(names.norm, epsilon: traits.epsilon ?? configuration.layerNormEpsilon, layers: layers),
      activation: own ?? configuration.activation ?? .gelu)
    bias =
      names.bias.map { ParameterBlock([$0], layers: layers) } ?? ParameterBlock(zeros: configuration.vocabularySize)
    self.words = words
  }

  var linears: [Linear] { [transform.dense] }
  /// Without the word embeddings, which are among the encoder's.
  var blocks: [ParameterBlock] { transform.blocks + [bias] }

  /// T
  func outputRows(of batch: TokenBatch) -> Int { batch.tokenCount }

  /// logits `[T, V]`.
  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into logits: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> HeadTransform.Tape {
    let tape = transform.forward(hidden, compute)
    compute.multiply(tape.normed.operand, words.value.transpose, into: logits, .bias(bias.value))
    return tape
  }

  func backward(
    _ tape: HeadTransform.Tape, logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?,
    _ compute: Compute
  ) {
    let gradient = compute.arena.matrix(rows: tape.normed.rows, columns: tape.normed.columns)  // [T, E]
    accumulateWords(logitGradient, normed: tape.normed, compute)
    compute.multiply(logitGradient.operand, words.value.operand, into: gradient)
    guard let wide = transform.backward(tape, gradient: gradient, needsInput: hiddenGradient != nil, compute) else {
      return
    }
    if let hiddenGradient { compute.add(wide, to: hiddenGradient) }
  }

  /// Adds to the gradients of the words and of their bias. gradient `[M, V]`, normed `[M, E]`.
  func accumulateWords(_ gradient: Matrix, normed: Matrix, _ compute: Compute) {
    if let total = words.gradient {
      words.parameters[0].touchedRows?.insertAll()
      compute.multiply(gradient.transpose, normed.operand, into: total, .add)
    }
    if let total = bias.gradient { compute.addColumnSums(of: gradient, to: total) }
  }
}
