import BertKernels
import BertText

/// From token states to logits over the vocabulary: logits = E·LayerNorm(f(W·h + b)) + c, where E are the word embeddings
/// of the encoder itself; of EuroBERT logits = E·h, with a matrix of its own or the word embeddings.
///
/// E's gradient has a share in each row, beside that of the lookups. Source: transformers' classes `…ForMaskedLM`; what
/// architectures do differently is in ``MaskedHeadTraits``.
final class MaskedLanguageHead: Head {
  /// nil where the states themselves meet the vocabulary.
  let transform: HeadTransform?
  /// c, `[1, V]`
  let bias: ParameterBlock
  /// E, `[V, E]`, which is the encoder's unless it is the head's own.
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
  /// Without word embeddings that are among the encoder's.
  var blocks: [ParameterBlock] { (transform?.blocks ?? []) + (hasOwnWords ? [words] : []) + [bias] }

  /// What backward needs of the rows at hand.
  struct Tape {
    let transform: HeadTransform.Tape?
    /// What the vocabulary sees, `[M, E]`.
    let seen: Matrix
  }

  /// What the vocabulary sees of states, with what backward needs. x `[M, H]`.
  func tape(_ x: Matrix, _ compute: Compute) -> Tape {
    let tape = transform?.forward(x, compute)
    return Tape(transform: tape, seen: tape?.normed ?? x)
  }

  /// Adds to the gradients of what stands before the vocabulary. gradient `[M, E]`: of what the vocabulary sees, overwritten.
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

  /// Adds to the gradients of the words and of their bias. gradient `[M, V]`, seen `[M, E]`.
  func accumulateWords(_ gradient: Matrix, seen: Matrix, _ compute: Compute) {
    if let total = words.gradient {
      words.parameters[0].touchedRows?.insertAll()
      compute.multiply(gradient.transpose, seen.operand, into: total, .add)
    }
    if let total = bias.gradient { compute.addColumnSums(of: gradient, to: total) }
  }
}
