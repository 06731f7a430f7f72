/// The non-linear function between the two halves of a feed-forward layer.
package enum Activation: Sendable {
  /// x·Φ(x), exact through erf (Hendrycks and Gimpel, arXiv 1606.08415).
  case gelu
  /// The approximation ½x·(1 + tanh(√(2/π)(x + 0.044715x³))) of the same paper.
  case geluTanh
  /// max(x, 0)
  case relu
  /// x/(1 + e⁻ˣ), also called swish (Elfwing et al., arXiv 1702.03118).
  case silu
  case tanh

  /// x := f(x) for `count` values.
  func apply(to x: UnsafeMutablePointer<Float>, count: Int, _ kernels: any RowKernels.Type) {
    switch self {
    case .gelu: kernels.gelu(x, count)
    case .geluTanh: kernels.geluTanh(x, count)
    case .relu: forEachLanes(x, count: count) { lanesMax($0, F8()) }
    case .silu: kernels.silu(x, count)
    case .tanh: kernels.hyperbolicTangent(x, count)
    }
  }

  /// Backward in place, for `count` values: x becomes f(x), and dy becomes dx = dy·f′(x).
  func backward(
    x: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>, count: Int, _ kernels: any RowKernels.Type
  ) {
    switch self {
    case .gelu: kernels.geluBackward(x, gradient: gradient, count)
    case .geluTanh: kernels.geluTanhBackward(x, gradient: gradient, count)
    case .relu:
      forEachLanes(x, gradient, count: count) { x, dy in
        (lanesMax(x, F8()), dy.replacing(with: 0, where: x .<= F8()))
      }
    case .silu: kernels.siluBackward(x, gradient: gradient, count)
    case .tanh: kernels.hyperbolicTangentBackward(x, gradient: gradient, count)
    }
  }
}
