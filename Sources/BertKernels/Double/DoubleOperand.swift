/// A matrix of Float64 values, or its transpose, as a factor of a product.
package struct DoubleOperand {
  let matrix: DoubleMatrix
  let isTransposed: Bool

  package var rows: Int { isTransposed ? matrix.columns : matrix.rows }
  package var columns: Int { isTransposed ? matrix.rows : matrix.columns }

  /// Values from one row of the factor to the next, and from one column to the next; one of them is 1.
  var strides: (row: Int, column: Int) { isTransposed ? (1, matrix.stride) : (matrix.stride, 1) }

  /// Element (row, column) of the factor.
  package subscript(row: Int, column: Int) -> Double {
    isTransposed ? matrix[column, row] : matrix[row, column]
  }
}
