import BertKernels

/// LayerNorm with its parameters.
final class Normalization {
  let gamma: ParameterBlock
  let beta: ParameterBlock
  let kernel: LayerNorm

  init(gamma: ParameterSpecification, beta: ParameterSpecification, epsilon: Float, layers: Int) {
    self.gamma = ParameterBlock([gamma], layers: layers)
    self.beta = ParameterBlock([beta], layers: layers)
    kernel = LayerNorm(gamma: self.gamma.value, beta: self.beta.value, epsilon: epsilon)
  }

  var blocks: [ParameterBlock] { [gamma, beta] }

  /// gradient becomes that of the input; adds to the gradients of γ and β.
  func backward(x: Matrix, statistics: Matrix, gradient: Matrix, _ compute: Compute) {
    compute.layerNormBackward(
      kernel, x: x, statistics: statistics, gradient: gradient, addingTo: gamma.gradient, beta.gradient)
  }
}
