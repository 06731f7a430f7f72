/// Factoring and solving with lower triangles.
extension DoubleMatrix {
  /// Cholesky's factors of a panel: `[M, N]`, M ≥ N, whose upper square holds the lower triangle of a positive definite matrix and
  /// whose other rows are those below it. Each row is overwritten with that of L.
  ///
  /// - Returns: False where the square is not positive definite.
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

  /// The solution x of L·Lᵀ·x = b, with L the lower triangle. [N]
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
