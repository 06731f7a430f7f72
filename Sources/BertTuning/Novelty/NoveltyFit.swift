package import BertBaselines
import BertFeatures
package import BertInference
package import BertKernels

/// Fits a ``NoveltyScore``: the means of groups of features, and the covariance about them with the shrinkage of Ledoit
/// and Wolf (2004), which can be inverted whatever the number of rows.
package struct NoveltyFit {
  /// H
  package let width: Int
  /// The means, `[G, H]`; groups without rows are left out.
  package let means: [Double]
  /// The share of the identity's multiple in the shrunk covariance, 0 ... 1.
  package let shrinkage: Double
  /// The shrunk covariance, `[H, H]`.
  package let covariance: [Double]
  /// L⁻¹ of the covariance L·Lᵀ, `[H, H]`.
  private let whitening: [Double]

  /// - Parameters:
  ///   - features: [n, H]
  ///   - groups: which group each row belongs to, 0 ..< count.
  /// - Returns: nil for features that do not vary or are not finite.
  package init?(_ features: FeatureMatrix, groups: [Int], count: Int, _ compute: Compute) {
    let width = features.columns, rows = features.rows
    var sums = [Double](repeating: 0, count: count * width), sizes = [Int](repeating: 0, count: count)
    for row in 0..<rows {
      sizes[groups[row]] += 1
      for column in 0..<width { sums[groups[row] * width + column] += Double(features.values[row * width + column]) }
    }
    for group in 0..<count where sizes[group] > 0 {
      for column in 0..<width { sums[group * width + column] /= Double(sizes[group]) }
    }
    self.width = width
    means = (0..<count).filter { sizes[$0] > 0 }.flatMap { sums[$0 * width..<($0 + 1) * width] }

    // The lower triangle of the sum of outer products, and the sum over rows of |x|⁴.
    var scatter = [Double](repeating: 0, count: width * width), fourth = 0.0
    var centred = [Double](repeating: 0, count: width)
    for row in 0..<rows {
      var square = 0.0
      for column in 0..<width {
        let value = Double(features.values[row * width + column]) - sums[groups[row] * width + column]
        centred[column] = value
        square += value * value
      }
      fourth += square * square
      scatter.withUnsafeMutableBufferPointer { scatter in
        for first in 0..<width {
          let value = centred[first], start = first * width
          for second in 0...first { scatter[start + second] += value * centred[second] }
        }
      }
    }
    let n = Double(rows), p = Double(width)
    var trace = 0.0, squares = 0.0
    for first in 0..<width {
      for second in 0...first {
        let value = scatter[first * width + second] / n
        scatter[first * width + second] = value
        scatter[second * width + first] = value
        squares += (first == second ? 1 : 2) * value * value
        if first == second { trace += value }
      }
    }
    let mean = trace / p
    guard mean > 0, mean.isFinite else { return nil }
    // The paper's d², how far the covariance is from mean · identity, and b², how uncertain it is.
    let distance = squares / p - mean * mean
    let uncertainty = min((fourth / n - squares) / (n * p), distance)
    let shrinkage = distance > 0 && uncertainty > 0 ? uncertainty / distance : 0
    for index in scatter.indices { scatter[index] *= 1 - shrinkage }
    for index in 0..<width { scatter[index * width + index] += shrinkage * mean }
    self.shrinkage = shrinkage
    covariance = scatter
    guard let factor = Cholesky(DoubleMatrix(rows: width, columns: width, values: scatter), compute) else { return nil }
    whitening = factor.inverse
  }

  /// The score, with the distances of rows that the fit has not seen, `[n, H]`.
  package func score(held: FeatureMatrix) -> NoveltyScore {
    var centres: [Float] = []
    for group in 0..<means.count / width {
      for row in 0..<width {
        var sum = 0.0
        for column in 0...row { sum += whitening[row * width + column] * means[group * width + column] }
        centres.append(Float(sum))
      }
    }
    let single = whitening.map(Float.init)
    let score = NoveltyScore(width: width, whitening: single, centres: centres, distances: [0])
    let distances = (0..<held.rows).map { row in
      Float(score.distance(of: held.values[row * width..<(row + 1) * width].map(Double.init)))
    }
    return NoveltyScore(width: width, whitening: single, centres: centres, distances: distances)
  }
}
