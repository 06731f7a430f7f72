extension Compute {
  /// Σ x² over some rows, in double precision; each row by itself, the rows in order, so that it does not depend on the
  /// number of threads.
  package func sumOfSquares(_ x: Matrix, rows: Range<Int>? = nil) -> Double {
    let all = rows ?? 0..<x.rows
    guard !all.isEmpty else { return 0 }
    // Long rows, as of a bias or a vector, are one chain; matrices share their rows among the threads.
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: all.count) { sums in
      guard let totals = sums.baseAddress else { return 0 }
      forRanges(all.count) { range in
        for row in range {
          let from = x.row(all.lowerBound + row)
          totals[row] = Double(
            LayerNormRow.reduce(x.columns) { i in load(from, i) * load(from, i) } rest: { i in from[i] * from[i] })
        }
      }
      return (0..<all.count).reduce(0) { $0 + totals[$1] }
    }
  }
}
