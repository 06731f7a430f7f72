import BertKernels

/// The feed-forward half of a layer: W₂·f(W₁·x + b₁) + b₂, or W₂·(f(g) ⊙ u) + b₂ with g and u the halves of W₁·x + b₁
/// (Shazeer, arXiv 2002.05202).
///
/// Legend as everywhere; `F` feed-forward size, `N` columns of the first product: F, or 2·F with a gate.
final class FeedForward {
  /// `[N, H]`; with a gate both its halves, in the order of ``form``.
  let intermediate: Linear
  /// `[H, F]`
  let output: Linear
  let activation: Activation
  let form: FeedForwardForm

  init(_ names: LayerNames, _ configuration: EncoderConfiguration, activation: Activation) {
    let layers = configuration.layerCount
    intermediate = Linear(names.intermediate, layers: layers)
    output = Linear([names.output], layers: layers)
    self.activation = activation
    form = configuration.architecture.traits.feedForward
  }

  var products: [Linear] { [intermediate, output] }

  /// The input of ``output``, `[T, F]` in the arena. x `[T, H]`.
  ///
  /// - Parameter kept: Gets W₁·x + b₁ for backward, `[T, N]`, if given.
  func inner(_ x: Matrix, keeping kept: Matrix?, dropout: Dropout?, _ compute: Compute) -> Matrix {
    let inner = compute.arena.matrix(rows: x.rows, columns: output.inputSize)
    switch form {
    case .dense:
      intermediate.forward(
        x, into: inner, .biasActivation(intermediate.bias.value, activation, keeping: kept), compute)
    case .gated(let gateFirst):
      let pair = kept ?? compute.arena.matrix(rows: x.rows, columns: intermediate.outputSize)
      intermediate.forward(x, into: pair, .bias(intermediate.bias.value), compute)
      compute.gate(activation, pair, gateFirst: gateFirst, into: inner)
    }
    compute.apply(dropout, to: inner)
    return inner
  }

  /// Backward of ``output`` and the activation. Adds to the gradients of ``output``, except that of its bias, and of
  /// the first product's bias.
  ///
  /// - Parameters:
  ///   - gradient: Of the output of the second product, `[T, H]`.
  ///   - kept: As ``inner(_:keeping:dropout:_:)`` left it; overwritten.
  /// - Returns: The gradient of the first product's output, `[T, N]`: in the arena, or in place of `kept`.
  func backward(_ gradient: Matrix, kept: Matrix, dropout: Dropout?, _ compute: Compute) -> Matrix {
    let arena = compute.arena
    switch form {
    case .dense:
      let inner = arena.matrix(rows: gradient.rows, columns: intermediate.outputSize)
      output.inputGradient(gradient, into: inner, compute)
      compute.apply(dropout, to: inner)
      compute.activationBackward(
        activation, x: kept, gradient: inner, addingColumnSumsTo: intermediate.bias.gradient)
      compute.apply(dropout, to: kept)
      output.accumulateWeightGradients(gradient, x: kept, compute)
      return inner
    case .gated(let gateFirst):
      let inner = arena.matrix(rows: gradient.rows, columns: output.inputSize)
      if output.learnsFromInput {
        compute.gate(activation, kept, gateFirst: gateFirst, into: inner)
        compute.apply(dropout, to: inner)
      }
      output.accumulateWeightGradients(gradient, x: inner, compute)
      output.inputGradient(gradient, into: inner, compute)
      compute.apply(dropout, to: inner)
      compute.gateBackward(activation, kept, gateFirst: gateFirst, gradient: inner, into: kept)
      if let total = intermediate.bias.gradient { compute.addColumnSums(of: kept, to: total) }
      return kept
    }
  }
}
