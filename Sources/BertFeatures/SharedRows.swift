import BertBaselines
package import BertKernels

/// Vectors that several threads share while a linear model is fitted to them.
package struct SharedRows: LinearFeatures {
  private let matrix: DoubleMatrix
  private let compute: Compute

  /// - Parameter matrix: `[n, d]`
  package init(_ matrix: DoubleMatrix, _ compute: Compute) {
    self.matrix = matrix
    self.compute = compute
  }

  package var rows: Int { matrix.rows }
  package var columns: Int { matrix.columns }

  package func selecting(_ indices: [Int]) -> SharedRows { SharedRows(matrix.selecting(indices), compute) }

  package func addProducts(row: Int, weights: UnsafeBufferPointer<Double>, to scores: inout [Double]) {
    matrix.addProducts(row: row, weights: weights, to: &scores)
  }

  package func addErrors(_ errors: [Double], row: Int, to gradient: UnsafeMutableBufferPointer<Double>) {
    matrix.addErrors(errors, row: row, to: gradient)
  }

  package func scaled(with others: SharedRows) -> (rows: SharedRows, others: SharedRows) {
    let (rows, others) = matrix.scaled(with: others.matrix)
    return (SharedRows(rows, compute), SharedRows(others, compute))
  }

  package func accumulate(
    at point: UnsafeBufferPointer<Double>, classes: Int, into gradient: UnsafeMutableBufferPointer<Double>,
    _ errors: (_ row: Int, _ scores: inout [Double]) -> Double?
  ) -> Double {
    // Sums of 64 rows each, then of these in order: the result does not depend on the number of threads.
    let sums = compute.partialSums(rows, size: 64, width: point.count + 1) { part, sums in
      sums[point.count] = matrix.accumulate(
        part, at: point, classes: classes, into: UnsafeMutableBufferPointer(rebasing: sums[..<point.count]), errors)
    }
    for index in gradient.indices { gradient[index] += sums[index] }
    return sums[point.count]
  }
}
