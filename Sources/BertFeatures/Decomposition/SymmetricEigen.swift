package import BertKernels
import Foundation

/// The eigenvalues and eigenvectors of a symmetric matrix: A = Vᵀ·Λ·V.
///
/// Householder's reduction to tridiagonal form, then implicit QL with Wilkinson's shift (Golub and Van Loan, "Matrix
/// Computations", 8.3), all in double precision. O(n³).
package struct SymmetricEigen: Sendable {
  /// Largest first, [n].
  package let values: [Double]
  /// The eigenvector of each value, a row of length one, `[n, n]`. Its sign is arbitrary.
  package let vectors: DoubleMatrix

  /// - Parameter matrix: `[n, n]`; only its lower triangle is read.
  /// - Throws: `unsolved` for values that are not finite, or an iteration that does not converge.
  package init(_ matrix: DoubleMatrix, _ compute: Compute) throws(FeatureSpaceError) {
    precondition(matrix.rows == matrix.columns, "a symmetric matrix is square")
    let size = matrix.rows, work = DoubleMatrix(rows: size, columns: size)
    for row in 0..<size {
      for column in 0...row {
        work[row, column] = matrix[row, column]
        work[column, row] = matrix[row, column]
      }
    }
    var form = TridiagonalForm(reducing: work, compute)
    guard form.diagonal.allSatisfy(\.isFinite), form.offDiagonal.allSatisfy(\.isFinite) else {
      throw .unsolved(what: "the matrix has values that are not finite", remedy: "scale the vectors to length one")
    }
    try form.diagonalize(compute)
    let order = (0..<size).sorted { (form.diagonal[$1], $0) < (form.diagonal[$0], $1) }
    values = order.map { form.diagonal[$0] }
    vectors = form.basis.selecting(order)
  }

  /// Vᵀ·f(Λ)·V, `[n, n]`: the matrix with a function applied to each eigenvalue.
  package func function(_ compute: Compute, _ body: (Double) -> Double) -> DoubleMatrix {
    let scaled = vectors.copied()
    for row in 0..<scaled.rows {
      let factor = body(values[row])
      scaled.map(row: row) { _, value in factor * value }
    }
    return compute.product(scaled.transpose, vectors.operand)
  }
}
