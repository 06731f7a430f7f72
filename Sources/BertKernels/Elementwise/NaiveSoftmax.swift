import Foundation

/// Softmax by its definition, in double precision: the oracle of the fast one.
package enum NaiveSoftmax {
  /// yⱼ = exp(scale·xⱼ) / Σ exp(scale·xₖ) along each row.
  ///
  /// - Returns: y in the shape of x, row by row.
  package static func forward(_ x: Matrix, scale: Double = 1) -> [Double] {
    var y: [Double] = []
    for i in 0..<x.rows {
      let scores = (0..<x.columns).map { scale * Double(x[i, $0]) }, largest = scores.max() ?? 0
      let exponentials = scores.map { exp($0 - largest) }, total = exponentials.reduce(0, +)
      y += exponentials.map { $0 / total }
    }
    return y
  }

  /// dxⱼ = yⱼ·(dyⱼ − Σ yₖ·dyₖ) along each row, with y = softmax(x).
  package static func backward(_ x: Matrix, gradient dy: Matrix) -> [Double] {
    let y = forward(x)
    var dx: [Double] = []
    for i in 0..<x.rows {
      let start = i * x.columns
      let mean = (0..<x.columns).reduce(0.0) { $0 + y[start + $1] * Double(dy[i, $1]) }
      dx += (0..<x.columns).map { y[start + $0] * (Double(dy[i, $0]) - mean) }
    }
    return dx
  }
}
