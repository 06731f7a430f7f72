/// Cholesky factorization, and solving with its lower triangle.
extension DoubleMatrix {
  /// Computes the Cholesky factor L of a panel `[M, N]`, M ≥ N, in place. The first N rows hold the lower triangle of a
  /// positive definite matrix, and the others are the rows below it.
  ///
  /// - Returns: False where the matrix is not positive definite.
  package func factorPanel() -> Bool {
    for index in 0..<rows {
      let line = row(index)
      for column in 0..<min(index, columns) {
        let other = row(column)
        line[column] = (line[column] - dotLanes(line, other, count: column)) / other[column]
      }
      guard index < columns else { continue }
      let square = line[index] - dotLanes(line, line, count: index)
      guard square > 0, square.isFinite else { return false }
      line[index] = square.squareRoot()
    }
    return true
  }

  /// The solution x of L·Lᵀ·x = b, where L is the lower triangle of this matrix `[N, N]`; b and x are `[N]`.
  package func solveSquared(_ b: [Double]) -> [Double] {
    precondition(rows == columns && b.count == rows, "as many values as rows")
    var x = b
    x.withUnsafeMutableBufferPointer { x in
      guard let x = x.baseAddress else { return }
      for index in 0..<rows {
        let line = row(index)
        x[index] = (x[index] - dotLanes(line, x, count: index)) / line[index]
      }
      for index in (0..<rows).reversed() {
        let line = row(index)
        x[index] /= line[index]
        addLanes(-x[index], line, to: x, count: index)
      }
    }
    return x
  }
}
