package import BertKernels

/// The factor L of a positive definite matrix L·Lᵀ, and systems of equations solved with it.
package struct Cholesky: Sendable {
  /// L, `[n, n]`; values above the diagonal are not used.
  private let lower: DoubleMatrix
  /// Columns factored together.
  private static let block = 48

  /// - Parameter matrix: `[n, n]`; only its lower triangle is read.
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
      guard panel.factorPanel() else { return nil }
    }
  }

  /// The solution x of A·x = b. [n]
  package func solve(_ b: [Double]) -> [Double] { lower.solveSquared(b) }

  /// L⁻¹, `[n, n]`, row after row.
  package var inverse: [Double] {
    let size = lower.rows
    var inverse = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      // L·L⁻¹ is the identity.
      let factors = lower.values(ofRow: row), start = row * size
      for inner in 0..<row {
        let factor = factors[inner]
        for column in 0...inner { inverse[start + column] -= factor * inverse[inner * size + column] }
      }
      inverse[start + row] += 1
      for column in 0...row { inverse[start + column] /= factors[row] }
    }
    return inverse
  }
}
