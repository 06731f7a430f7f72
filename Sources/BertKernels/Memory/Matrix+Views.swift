extension Matrix {
  /// A view of consecutive values of a contiguous matrix as a matrix of another shape, `[rows, columns]`.
  ///
  /// - Parameters:
  ///   - first: The index of the first value, counted row by row.
  ///   - rows: The rows of the view.
  ///   - columns: The columns of the view.
  package func view(from first: Int, rows: Int, columns: Int) -> Matrix {
    precondition(isContiguous && first >= 0 && first + rows * columns <= count)
    return Matrix(storage: storage, offset: offset + first, rows: rows, columns: columns, stride: columns)
  }
}
