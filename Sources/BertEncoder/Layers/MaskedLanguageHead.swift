import BertKernels
import BertText

/// From token states to logits over the vocabulary: logits = E·LayerNorm(f(W·h + b)) + c, where E are the word embeddings
/// of the encoder itself.
///
/// E's gradient has a share in each row, beside that of the lookups. Source: transformers' classes `…ForMaskedLM`; what
/// architectures do differently is in ``MaskedHeadTraits``.
final class MaskedLanguageHead: Head {
  let dense: Linear
  let norm: Normalization
  /// c, `[1, V]`
  let bias: ParameterBlock
  /// E, `[V, E]`, which is the encoder's.
  let words: ParameterBlock
  let activation: Activation

  /// - Precondition: The architecture has such a head.
  init(_ configuration: EncoderConfiguration, words: ParameterBlock) {
    guard let names = ParameterNames(configuration, head: .maskedTokens).masked,
      let traits = configuration.architecture.maskedHead
    else { preconditionFailure("an architecture without a head for masked tokens") }
    let layers = configuration.layerCount
    dense = Linear([names.dense], layers: layers)
    norm = Normalization(names.norm, epsilon: traits.epsilon ?? configuration.layerNormEpsilon, layers: layers)
    bias = ParameterBlock([names.bias], layers: layers)
    activation = traits.activation ?? configuration.activation ?? .gelu
    self.words = words
  }

  var linears: [Linear] { [dense] }
  /// Without the word embeddings, which are among the encoder's.
  var blocks: [ParameterBlock] { dense.blocks + norm.blocks + [bias] }

  /// What backward needs of the rows at hand.
  struct Tape {
    let input: Matrix  // [M, H]
    let raw: Matrix  // [M, E], before the activation
    let active: Matrix  // [M, E], behind it
    let statistics: Matrix  // [M, 2]
    let normed: Matrix  // [M, E], what meets the words
  }

  /// T
  func outputRows(of batch: TokenBatch) -> Int { batch.tokenCount }

  /// logits `[T, V]`.
  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into logits: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> Tape {
    let tape = transform(hidden, compute)
    compute.multiply(tape.normed.operand, words.value.transpose, into: logits, .bias(bias.value))
    return tape
  }

  func backward(
    _ tape: Tape, logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?, _ compute: Compute
  ) {
    let gradient = compute.arena.matrix(rows: tape.normed.rows, columns: tape.normed.columns)  // [T, E]
    accumulateWords(logitGradient, normed: tape.normed, compute)
    compute.multiply(logitGradient.operand, words.value.operand, into: gradient)
    guard let wide = transformBackward(tape, gradient: gradient, needsInput: hiddenGradient != nil, compute) else {
      return
    }
    if let hiddenGradient { compute.add(wide, to: hiddenGradient) }
  }

  /// LayerNorm(f(W·x + b)) with what backward needs, in the arena. x `[M, H]`.
  func transform(_ x: Matrix, _ compute: Compute) -> Tape {
    func memory() -> Matrix { compute.arena.matrix(rows: x.rows, columns: words.value.columns) }
    let raw = memory(), active = memory(), normed = memory()
    let statistics = compute.arena.matrix(rows: x.rows, columns: 2)
    dense.forward(x, into: active, .biasActivation(dense.bias.value, activation, keeping: raw), compute)
    compute.layerNorm(norm.kernel, active, into: normed, statistics: statistics)
    return Tape(input: x, raw: raw, active: active, statistics: statistics, normed: normed)
  }

  /// Adds to the gradients of dense layer and LayerNorm. gradient `[M, E]`: of what LayerNorm gives, overwritten.
  ///
  /// - Returns: The gradient of what came in, `[M, H]` in the arena, where it is needed.
  func transformBackward(_ tape: Tape, gradient: Matrix, needsInput: Bool, _ compute: Compute) -> Matrix? {
    norm.backward(x: tape.active, statistics: tape.statistics, gradient: gradient, compute)
    compute.activationBackward(activation, x: tape.raw, gradient: gradient)
    dense.accumulateGradients(gradient, x: tape.input, compute)
    guard needsInput else { return nil }
    let wide = compute.arena.matrix(rows: tape.input.rows, columns: tape.input.columns)
    dense.inputGradient(gradient, into: wide, compute)
    return wide
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
