import BertKernels
import BertText

/// From token states to logits over the vocabulary: logits = E·LayerNorm(f(W·h + b)) + c, where E are the encoder's
/// word embeddings. EuroBERT: logits = E·h, with the word embeddings or a matrix of its own.
///
/// The head adds to all rows of E's gradient, the embedding lookup to those of the batch. Source: transformers' classes
/// `…ForMaskedLM`; ``MaskedHeadTraits`` has what differs between architectures.
final class MaskedLanguageHead: Head {
  /// nil where the logits are computed from the states themselves.
  let transform: HeadTransform?
  /// c, `[1, V]`
  let bias: ParameterBlock
  /// E, `[V, E]`: the encoder's word embeddings or a matrix of the head's own.
  let words: ParameterBlock
  private let hasOwnWords: Bool

  /// - Precondition: The architecture has such a head.
  init(_ configuration: EncoderConfiguration, words: ParameterBlock) {
    guard let names = ParameterNames(configuration, head: .maskedTokens).masked,
      let traits = configuration.maskedHead
    else { preconditionFailure("an architecture without a head for masked tokens") }
    let layers = configuration.layerCount
    let own = traits.isOfTexts ? configuration.head.activation : traits.activation
    transform = names.transform.map {
      HeadTransform(
        dense: Linear([$0.dense], layers: layers),
        norm: Normalization($0.norm, epsilon: traits.epsilon ?? configuration.layerNormEpsilon, layers: layers),
        activation: own ?? configuration.activation ?? .gelu)
    }
    bias =
      names.bias.map { ParameterBlock([$0], layers: layers) } ?? ParameterBlock(zeros: configuration.vocabularySize)
    self.words = names.words.map { ParameterBlock([$0], layers: layers) } ?? words
    hasOwnWords = names.words != nil
  }

  var linears: [Linear] { transform.map { [$0.dense] } ?? [] }
  /// Without the encoder's word embeddings.
  var blocks: [ParameterBlock] { (transform?.blocks ?? []) + (hasOwnWords ? [words] : []) + [bias] }

  /// What backward needs of the given rows.
  struct Tape {
    let transform: HeadTransform.Tape?
    /// The input of the output matrix, `[M, E]`.
    let seen: Matrix
  }

  /// The input of the output matrix, with what backward needs. x `[M, H]`.
  func tape(_ x: Matrix, _ compute: Compute) -> Tape {
    let tape = transform?.forward(x, compute)
    return Tape(transform: tape, seen: tape?.normed ?? x)
  }

  /// Adds to the gradients of the transform. gradient `[M, E]`: of the output matrix's input, overwritten.
  ///
  /// - Returns: The gradient of the states, `[M, H]`, where it is needed.
  func backward(_ tape: Tape, gradient: Matrix, needsInput: Bool, _ compute: Compute) -> Matrix? {
    guard let transform, let own = tape.transform else { return needsInput ? gradient : nil }
    return transform.backward(own, gradient: gradient, needsInput: needsInput, compute)
  }

  /// T
  func outputRows(of batch: TokenBatch) -> Int { batch.tokenCount }

  /// logits `[T, V]`.
  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into logits: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> Tape {
    let tape = tape(hidden, compute)
    compute.multiply(tape.seen.operand, words.value.transpose, into: logits, .bias(bias.value))
    return tape
  }

  func backward(
    _ tape: Tape, logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?,
    _ compute: Compute
  ) {
    let gradient = compute.arena.matrix(rows: tape.seen.rows, columns: tape.seen.columns)  // [T, E]
    accumulateWords(logitGradient, seen: tape.seen, compute)
    compute.multiply(logitGradient.operand, words.value.operand, into: gradient)
    guard let wide = backward(tape, gradient: gradient, needsInput: hiddenGradient != nil, compute) else {
      return
    }
    if let hiddenGradient { compute.add(wide, to: hiddenGradient) }
  }

  /// Adds to the gradients of the output matrix and of the bias. gradient `[M, V]`, seen `[M, E]`.
  func accumulateWords(_ gradient: Matrix, seen: Matrix, _ compute: Compute) {
    if let total = words.gradient {
      words.parameters[0].touchedRows?.insertAll()
      compute.multiply(gradient.transpose, seen.operand, into: total, .add)
    }
    if let total = bias.gradient { compute.addColumnSums(of: gradient, to: total) }
  }
}
