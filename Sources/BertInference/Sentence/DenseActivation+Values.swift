package import BertKernels
import Foundation

extension DenseActivation {
  /// x := f(x) for `[B, N]`: elementwise, or for the softmax kinds along each row, PyTorch's default for a matrix.
  package func apply(to x: Matrix, _ compute: Compute) {
    switch self {
    case .identity: break
    case .gelu: compute.activate(.gelu, x)
    case .relu: compute.activate(.relu, x)
    case .silu: compute.activate(.silu, x)
    case .tanh: compute.activate(.tanh, x)
    case .softmax: compute.softmax(x)
    case .softmin: Self.byRow(x) { Self.logSoftmax($0.map { -$0 }).map(exp) }
    case .logSoftmax: Self.byRow(x, Self.logSoftmax)
    default:
      for row in 0..<x.rows {
        for column in 0..<x.columns { x[row, column] = Float(value(Double(x[row, column]))) }
      }
    }
  }

  /// f(x) of the elementwise functions that no kernel computes, in double precision. Sentence vectors are few, so speed
  /// does not matter here.
  private func value(_ x: Double) -> Double {
    switch self {
    case .celu, .elu: x > 0 ? x : expm1(x)
    case .selu: 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * expm1(x))
    case .leakyReLU: x > 0 ? x : 0.01 * x
    // The mean of the bounds of the random slope, 1/8 and 1/3.
    case .rrelu: x > 0 ? x : (1.0 / 8 + 1.0 / 3) / 2 * x
    case .relu6: min(max(x, 0), 6)
    case .hardtanh: min(max(x, -1), 1)
    case .hardsigmoid: min(max(x + 3, 0), 6) / 6
    case .hardswish: x * min(max(x + 3, 0), 6) / 6
    case .hardshrink: abs(x) > 0.5 ? x : 0
    case .softshrink: x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0
    case .tanhshrink: x - Foundation.tanh(x)
    case .sigmoid: 1 / (1 + exp(-x))
    case .logSigmoid: min(x, 0) - log1p(exp(-abs(x)))
    case .softplus: Self.softplus(x)
    case .softsign: x / (1 + abs(x))
    case .mish: x * Foundation.tanh(Self.softplus(x))
    case .identity, .gelu, .relu, .silu, .tanh, .softmax, .softmin, .logSoftmax: x
    }
  }

  /// log(1 + eˣ), and x itself above 20, as in PyTorch.
  private static func softplus(_ x: Double) -> Double { x > 20 ? x : log1p(exp(x)) }

  private static func logSoftmax(_ x: [Double]) -> [Double] {
    let peak = x.max() ?? 0
    let total = log(x.reduce(0) { $0 + exp($1 - peak) })
    return x.map { $0 - peak - total }
  }

  private static func byRow(_ x: Matrix, _ body: ([Double]) -> [Double]) {
    for row in 0..<x.rows {
      let values = body((0..<x.columns).map { Double(x[row, $0]) })
      for (column, value) in values.enumerated() { x[row, column] = Float(value) }
    }
  }
}
