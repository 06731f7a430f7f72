import BertKernels

/// LayerNorm or RMSNorm with its parameters.
final class Normalization {
  let gamma: ParameterBlock
  let beta: ParameterBlock
  let kernel: LayerNorm

  init(_ names: ParameterNames.Pair, epsilon: Float, layers: Int, isCentered: Bool = true) {
    gamma = ParameterBlock([names.weight], layers: layers)
    beta = names.bias.map { ParameterBlock([$0], layers: layers) } ?? ParameterBlock(zeros: names.weight.columns)
    kernel = LayerNorm(gamma: gamma.value, beta: beta.value, epsilon: epsilon, isCentered: isCentered)
  }

  /// A normalization with the configuration's ε and form.
  convenience init(_ names: ParameterNames.Pair, _ configuration: EncoderConfiguration) {
    self.init(
      names, epsilon: configuration.layerNormEpsilon, layers: configuration.layerCount,
      isCentered: configuration.architecture.traits.centersNorms)
  }

  var blocks: [ParameterBlock] { [gamma, beta] }
  var isTrained: Bool { gamma.isTrained || beta.isTrained }

  /// Replaces the gradient of the output, `[T, H]`, by that of the input; adds to the gradients of γ and β.
  func backward(x: Matrix, statistics: Matrix, gradient: Matrix, _ compute: Compute) {
    let arena = compute.arena, mark = arena.mark
    defer { arena.release(mark) }
    // The kernel sums for both or for neither. Where one of them is frozen, its sums are discarded.
    func total(_ block: ParameterBlock) -> Matrix? {
      isTrained ? block.gradient ?? arena.matrix(rows: 1, columns: x.columns) : nil
    }
    compute.layerNormBackward(
      kernel, x: x, statistics: statistics, gradient: gradient, addingTo: total(gamma), total(beta))
  }
}
