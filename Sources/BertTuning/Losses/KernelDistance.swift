package import BertKernels
import Foundation

/// The squared maximum mean discrepancy of two domains: mean k(x, x′) + mean k(y, y′) − 2·mean k(x, y) over all rows
/// (Gretton et al. 2012, equation 5, which is never below 0), in double precision.
///
/// k is the mean of five Gaussian kernels exp(−‖x − y‖²/b) with b a quarter, half, once, twice and four times the mean
/// squared distance of two rows of the step, which is treated as a constant: the settings in the program of Long et
/// al., "Learning Transferable Features with Deep Adaptation Networks", arXiv 1502.02791.
package struct KernelDistance: DomainLoss {
  /// b as multiples of the mean squared distance.
  private static let widths = [0.25, 0.5, 1, 2, 4]

  package init() {}

  package func evaluate(
    _ source: Matrix, _ target: Matrix, scale: Double, addingTo gradients: (source: Matrix, target: Matrix)
  ) -> Double {
    guard source.rows > 1, target.rows > 1 else { return 0 }
    let x = DomainRows(source), y = DomainRows(target)
    let xx = Self.distances(x, x), xy = Self.distances(x, y), yy = Self.distances(y, y)
    let count = Double(x.count + y.count)
    let sum = xx.reduce(0, +) + 2 * xy.reduce(0, +) + yy.reduce(0, +), mean = sum / (count * count - count)
    guard mean > 0 else { return 0 }
    let n = Double(x.count), m = Double(y.count)
    var value = 0.0
    /// Adds the kernels of pairs, times their share, to the value; returns their derivatives by the squared distances.
    func slopes(_ distances: [Double], _ share: Double) -> [Double] {
      distances.map { distance in
        var slope = 0.0
        for width in Self.widths {
          let kernel = exp(-distance / (width * mean)) / Double(Self.widths.count)
          value += share * kernel
          slope -= share * kernel / (width * mean)
        }
        return slope
      }
    }
    let ofXX = slopes(xx, 1 / (n * n)), ofYY = slopes(yy, 1 / (m * m)), ofXY = slopes(xy, -2 / (n * m))
    // ∂‖x − y‖²/∂x = 2(x − y); a pair within a domain occurs twice in the mean.
    var ofSource = [Double](repeating: 0, count: x.values.count)
    var ofTarget = [Double](repeating: 0, count: y.values.count)
    func addGradient(
      _ rows: DomainRows, _ row: Int, from others: DomainRows, _ slopes: (Int) -> Double, _ sums: inout [Double]
    ) {
      var total = 0.0
      for other in 0..<others.count { total += slopes(other) }
      rows.add(2 * scale * total, ofRow: row, toRow: row, of: &sums)
      others.add({ -2 * scale * slopes($0) }, toRow: row, of: &sums)
    }
    for row in 0..<x.count {
      addGradient(x, row, from: x, { 2 * ofXX[row * x.count + $0] }, &ofSource)
      addGradient(x, row, from: y, { ofXY[row * y.count + $0] }, &ofSource)
    }
    for row in 0..<y.count {
      addGradient(y, row, from: y, { 2 * ofYY[row * y.count + $0] }, &ofTarget)
      addGradient(y, row, from: x, { ofXY[$0 * y.count + row] }, &ofTarget)
    }
    gradients.source.add(ofSource)
    gradients.target.add(ofTarget)
    return value
  }

  /// The squared distances of each row to each row of others, `[rows.count, others.count]`.
  private static func distances(_ rows: DomainRows, _ others: DomainRows) -> [Double] {
    var result = [Double](repeating: 0, count: rows.count * others.count)
    for row in 0..<rows.count {
      for other in 0..<others.count {
        var sum = 0.0
        for column in 0..<rows.width {
          let difference = rows.values[row * rows.width + column] - others.values[other * rows.width + column]
          sum += difference * difference
        }
        result[row * others.count + other] = sum
      }
    }
    return result
  }
}
