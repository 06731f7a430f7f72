import BertBaselines
package import BertKernels

extension DoubleMatrix: LinearFeatures {
  package func addProducts(row: Int, weights: UnsafeBufferPointer<Double>, to scores: inout [Double]) {
    for label in scores.indices { scores[label] += product(row: row, with: weights, from: label * columns) }
  }

  package func addErrors(_ errors: [Double], row: Int, to gradient: UnsafeMutableBufferPointer<Double>) {
    for (label, error) in errors.enumerated() { add(row: row, times: error, to: gradient, from: label * columns) }
  }

  package func scaled(with others: DoubleMatrix) -> (rows: DoubleMatrix, others: DoubleMatrix) {
    let scaling = FeatureScaling(features)
    func applied(_ matrix: DoubleMatrix) -> DoubleMatrix {
      let scaled = matrix.copied()
      for row in 0..<scaled.rows {
        scaled.map(row: row) { column, value in (value - scaling.means[column]) / scaling.deviations[column] }
      }
      return scaled
    }
    return (applied(self), applied(others))
  }

  /// Two matrices with the same number of columns, `top` above `bottom`.
  static func stacked(_ top: DoubleMatrix, _ bottom: DoubleMatrix) -> DoubleMatrix {
    let stacked = DoubleMatrix(rows: top.rows + bottom.rows, columns: top.columns)
    stacked.rows(0..<top.rows).copy(from: top)
    stacked.rows(top.rows..<stacked.rows).copy(from: bottom)
    return stacked
  }
}
