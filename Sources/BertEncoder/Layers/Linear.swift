import BertKernels

/// y = x·Wᵀ + b, the weights `[N, K]` as PyTorch stores them.
final class Linear {
  let weight: ParameterBlock
  let bias: ParameterBlock
  /// Wᵀ ready for products, kept while the weights do not change.
  private var packed: PackedMatrix?

  /// - Parameter outputs: Specifications of the weights and biases that make up the rows of W, one after the other.
  ///   Either all have biases or none, which is as if they were zero.
  init(_ outputs: [ParameterNames.Pair], layers: Int) {
    weight = ParameterBlock(outputs.map(\.weight), layers: layers)
    let biases = outputs.compactMap(\.bias)
    bias = biases.isEmpty ? ParameterBlock(zeros: weight.value.rows) : ParameterBlock(biases, layers: layers)
  }

  /// N
  var outputSize: Int { weight.value.rows }
  var blocks: [ParameterBlock] { [weight, bias] }
  var isTrained: Bool { weight.gradient != nil || bias.gradient != nil }

  /// Packs the weights once for many calls.
  func prepareForInference(_ compute: Compute) { packed = compute.pack(weight.value.transpose) }

  /// To be called when the weights are about to change.
  func forgetPacked() { packed = nil }

  /// out = x·Wᵀ, with an epilogue. x `[T, K]`, out `[T, N]`.
  func forward(_ x: Matrix, into out: Matrix, _ epilogue: Epilogue, _ compute: Compute) {
    if let packed {
      compute.multiply(x.operand, packed, into: out, epilogue)
    } else {
      compute.multiply(x.operand, weight.value.transpose, into: out, epilogue)
    }
  }

  /// Adds to the gradients of weights and bias. gradient `[T, N]`, x `[T, K]`.
  func accumulateGradients(_ gradient: Matrix, x: Matrix, _ compute: Compute) {
    if let total = weight.gradient { compute.multiply(gradient.transpose, x.operand, into: total, .add) }
    if let total = bias.gradient { compute.addColumnSums(of: gradient, to: total) }
  }

  /// out = gradient·W, or added to it. gradient `[T, N]`, out `[T, K]`.
  func inputGradient(_ gradient: Matrix, into out: Matrix, _ compute: Compute, _ epilogue: Epilogue = .store) {
    compute.multiply(gradient.operand, weight.value.operand, into: out, epilogue)
  }
}
