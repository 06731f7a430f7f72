import Foundation

/// Gated linear units by their definition, in double precision: the oracle of the fast ones.
package enum NaiveGate {
  /// f(a)·b for the two halves of each row.
  ///
  /// - Parameter pair: `[T, 2I]`.
  /// - Returns: `[T, I]`, row by row.
  package static func forward(_ activation: Activation, _ pair: Matrix, gateFirst: Bool) -> [Double] {
    let count = pair.columns / 2
    return (0..<pair.rows).flatMap { row in
      (0..<count).map { j in
        let (a, b) = halves(pair, row, j, gateFirst)
        return evaluate(activation, a).value * b
      }
    }
  }

  /// da = dy·b·f′(a), db = dy·f(a).
  ///
  /// - Returns: `[T, 2I]` in the order of the pair, row by row.
  package static func backward(
    _ activation: Activation, _ pair: Matrix, gateFirst: Bool, gradient: Matrix
  ) -> [Double] {
    let count = pair.columns / 2
    return (0..<pair.rows).flatMap { row -> [Double] in
      let slopes = (0..<count).map { j in
        let (a, b) = halves(pair, row, j, gateFirst), dy = Double(gradient[row, j])
        let f = evaluate(activation, a)
        return (a: dy * b * f.slope, b: dy * f.value)
      }
      let a = slopes.map(\.a), b = slopes.map(\.b)
      return gateFirst ? a + b : b + a
    }
  }

  private static func halves(_ pair: Matrix, _ row: Int, _ j: Int, _ gateFirst: Bool) -> (a: Double, b: Double) {
    let first = Double(pair[row, j]), second = Double(pair[row, j + pair.columns / 2])
    return gateFirst ? (first, second) : (second, first)
  }

  /// f(x) and f′(x).
  private static func evaluate(_ activation: Activation, _ x: Double) -> (value: Double, slope: Double) {
    switch activation {
    case .gelu:
      let cdf = 0.5 * erfc(-x / 2.0.squareRoot()), density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      return (x * cdf, cdf + x * density)
    case .geluTanh:
      let factor = (2 / Double.pi).squareRoot(), t = Foundation.tanh(factor * (x + 0.044715 * x * x * x))
      let slope = 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * factor * (1 + 3 * 0.044715 * x * x)
      return (0.5 * x * (1 + t), slope)
    case .relu: return x > 0 ? (x, 1) : (0, 0)
    case .silu:
      let s = 1 / (1 + exp(-x))
      return (x * s, s + x * s * (1 - s))
    case .tanh:
      let y = Foundation.tanh(x)
      return (y, 1 - y * y)
    }
  }
}
