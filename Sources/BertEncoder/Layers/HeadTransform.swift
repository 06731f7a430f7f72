import BertKernels

/// LayerNorm(f(W·x + b)), which precedes the outputs of a head.
final class HeadTransform {
  let dense: Linear
  let norm: Normalization
  let activation: Activation

  init(dense: Linear, norm: Normalization, activation: Activation) {
    self.dense = dense
    self.norm = norm
    self.activation = activation
  }

  var blocks: [ParameterBlock] { dense.blocks + norm.blocks }

  /// What backward needs of the given rows.
  struct Tape {
    let input: Matrix  // [M, H]
    let raw: Matrix  // [M, E], before the activation
    let active: Matrix  // [M, E], after it
    let statistics: Matrix  // [M, 2]
    let normed: Matrix  // [M, E]
  }

  /// The result with what backward needs, in the arena. x `[M, H]`.
  func forward(_ x: Matrix, _ compute: Compute) -> Tape {
    func memory() -> Matrix { compute.arena.matrix(rows: x.rows, columns: dense.outputSize) }
    let raw = memory(), active = memory(), normed = memory()
    let statistics = compute.arena.matrix(rows: x.rows, columns: 2)
    dense.forward(x, into: active, .biasActivation(dense.bias.value, activation, keeping: raw), compute)
    compute.layerNorm(norm.kernel, active, into: normed, statistics: statistics)
    return Tape(input: x, raw: raw, active: active, statistics: statistics, normed: normed)
  }

  /// Adds to the gradients of dense layer and LayerNorm. gradient `[M, E]`: of the output, overwritten.
  ///
  /// - Returns: The gradient of the input, `[M, H]` in the arena; nil unless `needsInput`.
  func backward(_ tape: Tape, gradient: Matrix, needsInput: Bool, _ compute: Compute) -> Matrix? {
    norm.backward(x: tape.active, statistics: tape.statistics, gradient: gradient, compute)
    compute.activationBackward(activation, x: tape.raw, gradient: gradient)
    dense.accumulateGradients(gradient, x: tape.input, compute)
    guard needsInput else { return nil }
    let wide = compute.arena.matrix(rows: tape.input.rows, columns: tape.input.columns)
    dense.inputGradient(gradient, into: wide, compute)
    return wide
  }
}
