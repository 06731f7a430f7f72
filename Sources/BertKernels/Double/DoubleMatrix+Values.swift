extension DoubleMatrix {
  /// All values, row by row.
  package func toArray() -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(rows * columns)
    for index in 0..<rows { values.append(contentsOf: UnsafeBufferPointer(start: row(index), count: columns)) }
    return values
  }

  /// The values of a row, `[columns]`.
  package func values(ofRow index: Int) -> [Double] {
    precondition(index >= 0 && index < rows)
    return Array(UnsafeBufferPointer(start: row(index), count: columns))
  }

  /// Overwrites all values with those of a matrix of the same shape.
  package func copy(from other: DoubleMatrix) {
    precondition(rows == other.rows && columns == other.columns)
    for index in 0..<rows { row(index).update(from: other.row(index), count: columns) }
  }

  /// A contiguous copy.
  package func copied() -> DoubleMatrix {
    let copy = DoubleMatrix(rows: rows, columns: columns)
    copy.copy(from: self)
    return copy
  }

  /// The transpose as a new matrix.
  package var transposed: DoubleMatrix {
    let transposed = DoubleMatrix(rows: columns, columns: rows)
    // Squares of 16 × 16 values, so that both sides are read and written by whole cache lines.
    for top in Swift.stride(from: 0, to: columns, by: 16) {
      for left in Swift.stride(from: 0, to: rows, by: 16) {
        for i in top..<min(top + 16, columns) {
          let to = transposed.row(i)
          for j in left..<min(left + 16, rows) { to[j] = row(j)[i] }
        }
      }
    }
    return transposed
  }

  /// The rows at these indices, in this order, as a new matrix.
  package func selecting(_ indices: [Int]) -> DoubleMatrix {
    let selected = DoubleMatrix(rows: indices.count, columns: columns)
    for (place, index) in indices.enumerated() {
      precondition(index >= 0 && index < rows)
      selected.row(place).update(from: row(index), count: columns)
    }
    return selected
  }

  /// Overwrites each value of a row with the result of `body`.
  package func map(row index: Int, _ body: (_ column: Int, _ value: Double) -> Double) {
    precondition(index >= 0 && index < rows)
    let row = self.row(index)
    for column in 0..<columns { row[column] = body(column, row[column]) }
  }
}
