extension Compute {
  /// x += y and y := 0, of one shape: one sum takes over what another holds, which begins anew.
  ///
  /// - Parameter rows: The rows to look at, where all others of y are zeros; `nil`: all.
  package func drain(_ y: Matrix, into x: Matrix, rows: [Int]? = nil) {
    precondition(x.rows == y.rows && x.columns == y.columns)
    // A vector is one row, but long enough to share.
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
