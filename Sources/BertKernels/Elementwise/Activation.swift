/// The non-linear function between the two halves of a feed-forward layer.
package enum Activation: Sendable {
  /// x·Φ(x), exact through erf (Hendrycks and Gimpel, arXiv 1606.08415).
  case gelu
  /// The same paper's approximation ½x·(1 + tanh(√(2/π)(x + 0.044715x³))).
  case geluTanh
  /// max(x, 0)
  case relu
  /// x/(1 + e⁻ˣ), also called swish (Elfwing et al., arXiv 1702.03118).
  case silu
  case tanh

  /// x := f(x) for `count` values.
  func apply(to x: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .gelu: forEachLanes(x, count: count) { exactGELU($0) }
    case .geluTanh: forEachLanes(x, count: count) { approximateGELU($0) }
    case .relu: forEachLanes(x, count: count) { lanesMax($0, F8()) }
    case .silu: forEachLanes(x, count: count) { $0 * sigmoid($0) }
    case .tanh: forEachLanes(x, count: count) { hyperbolicTangent($0) }
    }
  }

  /// Backward: from x and dy in place to f(x) and dx = dy·f′(x), for `count` values.
  func backward(x: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .gelu:
      forEachLanes(x, gradient, count: count) { x, dy in
        // d/dx xΦ(x) = Φ(x) + xφ(x)
        let cdf = fma(errorFunction(x * Float(0.5).squareRoot()), splat(0.5), 0.5)
        let density = exponential(x * x * -0.5) * 0.398_942_28
        return (x * cdf, dy * fma(x, density, cdf))
      }
    case .geluTanh:
      forEachLanes(x, gradient, count: count) { x, dy in
        let square = x * x
        let u = fma(square * 0.044_715, x, x) * 0.797_884_56
        let half = fma(hyperbolicTangent(u), splat(0.5), 0.5)
        let inner = fma(square, splat(0.797_884_56 * 3 * 0.044_715), 0.797_884_56)
        // 1 − tanh² through e^(−2|u|): the difference itself would be all rounding where tanh is near ±1.
        let e = exponential(u.replacing(with: -u, where: u .> F8()) * 2)
        let slope = fma(x * 2 * e / ((e + 1) * (e + 1)), inner, half)
        return (x * half, dy * slope)
      }
    case .relu:
      forEachLanes(x, gradient, count: count) { x, dy in
        (lanesMax(x, F8()), dy.replacing(with: 0, where: x .<= F8()))
      }
    case .silu:
      forEachLanes(x, gradient, count: count) { x, dy in
        let s = sigmoid(x)
        return (x * s, dy * fma(x * s, 1 - s, s))
      }
    case .tanh:
      forEachLanes(x, gradient, count: count) { x, dy in
        let y = hyperbolicTangent(x)
        return (y, dy * (1 - y * y))
      }
    }
  }
}

/// 1/(1 + e⁻ˣ); the exponential is bounded, so that nothing overflows.
@inline(__always) private func sigmoid(_ x: F8) -> F8 { 1 / (exponential(-x) + 1) }

@inline(__always) private func exactGELU(_ x: F8) -> F8 {
  let half = x * 0.5
  return fma(half, errorFunction(x * Float(0.5).squareRoot()), half)
}

@inline(__always) private func approximateGELU(_ x: F8) -> F8 {
  let half = x * 0.5
  return fma(half, hyperbolicTangent(fma(x * x * 0.044_715, x, x) * 0.797_884_56), half)
}
