extension Matrix {
  /// Some values of a contiguous matrix as a matrix of a shape of its own, as a view.
  ///
  /// - Parameter first: Place of the first value among all.
  package func view(from first: Int, rows: Int, columns: Int) -> Matrix {
    precondition(isContiguous && first >= 0 && first + rows * columns <= count)
    return Matrix(storage: storage, offset: offset + first, rows: rows, columns: columns, stride: columns)
  }
}
