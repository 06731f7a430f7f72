extension Compute {
  /// Σ x². Each row is summed separately, then the rows in the given order in double precision, so that the sum does
  /// not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - x: The values.
  ///   - rows: The rows to sum; nil for all.
  package func sumOfSquares(_ x: Matrix, rows: [Int]? = nil) -> Double {
    let count = rows?.count ?? x.rows
    guard count > 0 else { return 0 }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { sums in
      guard let totals = sums.baseAddress else { return 0 }
      forRanges(count, width: x.columns) { range in
        for index in range {
          let from = x.row(rows?[index] ?? index)
          totals[index] = Double(kernel.rows.dot(from, from, x.columns))
        }
      }
      return (0..<count).reduce(0) { $0 + totals[$1] }
    }
  }
}
