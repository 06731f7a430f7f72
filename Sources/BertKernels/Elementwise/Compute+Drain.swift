extension Compute {
  /// x += y, then y := 0: moves the sum in y to x.
  ///
  /// - Parameters:
  ///   - y: A matrix of the shape of x.
  ///   - x: The sum to add to.
  ///   - rows: The rows to add, where all others of y are zero; nil for all.
  package func drain(_ y: Matrix, into x: Matrix, rows: [Int]? = nil) {
    precondition(x.rows == y.rows && x.columns == y.columns)
    // A vector is a single row: its columns are divided among the threads.
    if x.rows == 1, rows == nil {
      return forRanges(x.columns, width: 1, multipleOf: 16) { range in
        forEachLanes(x.row(0) + range.lowerBound, y.row(0) + range.lowerBound, count: range.count) { ($0 + $1, F8()) }
      }
    }
    forRanges(rows?.count ?? x.rows, width: x.columns) { range in
      for index in range {
        let row = rows?[index] ?? index
        forEachLanes(x.row(row), y.row(row), count: x.columns) { ($0 + $1, F8()) }
      }
    }
  }
}
