package import BertKernels

/// The mean and the covariance of vectors.
package struct RowMoments: Sendable {
  /// [d]
  package let mean: [Double]
  /// The rows minus their mean, `[n, d]`.
  package let centred: DoubleMatrix

  /// - Parameter rows: `[n, d]`
  package init(_ rows: DoubleMatrix, _ compute: Compute) {
    mean = compute.multiply(Array(repeating: 1 / Double(max(1, rows.rows)), count: rows.rows), rows)
    centred = rows.centred(on: mean)
  }

  /// The covariance, sums divided by n − 1 as in numpy's `cov`. `[d, d]`
  package func covariance(_ compute: Compute) -> DoubleMatrix {
    let product = compute.product(centred.transpose, centred.operand), share = 1 / Double(max(1, centred.rows - 1))
    for row in 0..<product.rows { product.map(row: row) { _, value in value * share } }
    return product
  }
}

extension DoubleMatrix {
  /// A copy of the rows minus a vector, [columns].
  func centred(on mean: [Double]) -> DoubleMatrix {
    let centred = copied()
    for row in 0..<rows { centred.map(row: row) { column, value in value - mean[column] } }
    return centred
  }
}
