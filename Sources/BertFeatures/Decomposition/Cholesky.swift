package import BertKernels

/// The factor L of a positive definite matrix L·Lᵀ, and systems of equations solved with it.
package struct Cholesky: Sendable {
  /// L, `[n, n]`; what stands above the diagonal does not matter.
  private let lower: DoubleMatrix
  /// Columns factored together.
  private static let block = 48

  /// - Parameter matrix: `[n, n]`, of which the lower triangle alone is read.
  /// - Returns: nil for a matrix that is not positive definite in double precision.
  package init?(_ matrix: DoubleMatrix, _ compute: Compute) {
    precondition(matrix.rows == matrix.columns, "a positive definite matrix is square")
    let size = matrix.rows
    lower = matrix.copied()
    for left in stride(from: 0, to: size, by: Self.block) {
      let right = min(left + Self.block, size)
      let panel = lower.rows(left..<size).columns(left..<right)
      if left > 0 {
        let before = lower.columns(0..<left)
        compute.multiply(
          before.rows(left..<size).operand, before.rows(left..<right).transpose, into: panel, .subtract)
      }
      for row in 0..<panel.rows {
        for column in 0...min(row, panel.columns - 1) {
          let value = panel[row, column] - compute.dot(panel, row: row, panel, row: column, count: column)
          if row == column {
            guard value > 0, value.isFinite else { return nil }
            panel[row, column] = value.squareRoot()
          } else {
            panel[row, column] = value / panel[column, column]
          }
        }
      }
    }
  }

  /// The solution x of A·x = b. [n]
  package func solve(_ b: [Double]) -> [Double] {
    precondition(b.count == lower.rows, "as many values as rows")
    var x = b
    for row in x.indices {
      let line = lower.values(ofRow: row)
      var value = x[row]
      for column in 0..<row { value -= line[column] * x[column] }
      x[row] = value / line[row]
    }
    for row in x.indices.reversed() {
      let line = lower.values(ofRow: row), value = x[row] / line[row]
      x[row] = value
      for column in 0..<row { x[column] -= line[column] * value }
    }
    return x
  }
}
