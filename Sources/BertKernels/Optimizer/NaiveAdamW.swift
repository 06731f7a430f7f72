/// AdamW by its definition (Loshchilov and Hutter, arXiv 1711.05101, algorithm 2), in double precision: the oracle of
/// the fast one.
package struct NaiveAdamW {
  package var value: [Double]
  package private(set) var first: [Double]
  package private(set) var second: [Double]
  /// t
  package private(set) var steps = 0

  package init(_ value: [Double]) {
    self.value = value
    first = Array(repeating: 0, count: value.count)
    second = first
  }

  /// w := w·(1 − η·λ) − η·m̂ / (√v̂ + ε), with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ).
  package mutating func step(
    _ gradient: [Double], learningRate: Double, decay: Double, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8
  ) {
    steps += 1
    var power1 = 1.0, power2 = 1.0
    for _ in 0..<steps {
      power1 *= beta1
      power2 *= beta2
    }
    for i in value.indices {
      first[i] = beta1 * first[i] + (1 - beta1) * gradient[i]
      second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] * gradient[i]
      let mean = first[i] / (1 - power1), square = second[i] / (1 - power2)
      value[i] = value[i] * (1 - learningRate * decay) - learningRate * mean / (square.squareRoot() + epsilon)
    }
  }
}
