/// Operations that keep weights near a point: the penalty of L2-SP, Mixout, and the moving average.
extension Compute {
  /// gradient += factor·(value − centre), all of one shape.
  ///
  /// - Parameters:
  ///   - value: The weights.
  ///   - centre: nil for zeros.
  ///   - factor: The strength of the pull.
  ///   - gradient: The gradient to add to.
  ///   - rows: The rows to look at; nil for all.
  /// - Returns: Σ (value − centre)², with each row summed separately, then the rows in the given order, so that the sum
  ///   does not depend on the number of threads.
  package func pull(
    _ value: Matrix, to centre: Matrix?, factor: Float, addingTo gradient: Matrix, rows: [Int]? = nil
  ) -> Double {
    let count = rows?.count ?? value.rows
    guard count > 0 else { return 0 }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { sums in
      guard let totals = sums.baseAddress else { return 0 }
      forRanges(count, width: value.columns) { range in
        for index in range {
          let row = rows?[index] ?? index
          let w = value.row(row), g = gradient.row(row), from = centre?.row(row)
          var squares = F8.zero, i = 0
          while i &+ 8 <= value.columns {
            let distance = load(w, i) - (from.map { load($0, i) } ?? .zero)
            store(fma(distance, splat(factor), load(g, i)), g, i)
            squares = fma(distance, distance, squares)
            i &+= 8
          }
          var total = Double(squares.sum())
          while i < value.columns {
            let distance = w[i] - (from?[i] ?? 0)
            g[i] += factor * distance
            total += Double(distance * distance)
            i &+= 1
          }
          totals[index] = total
        }
      }
      return (0..<count).reduce(0) { $0 + totals[$1] }
    }
  }

  /// value := start + dropout(value − start): with probability p an element becomes that of `start`; the differences of
  /// the others are divided by 1 − p, which keeps the expected value (Mixout: Lee, Cho and Kang, arXiv 1909.11299,
  /// equation 5).
  package func mix(_ value: Matrix, with start: Matrix, _ dropout: Dropout) {
    precondition(value.rows == start.rows && value.columns == start.columns)
    forRanges(value.rows, width: value.columns) { rows in
      for row in rows {
        let to = value.row(row), from = start.row(row)
        for j in 0..<value.columns { to[j] -= from[j] }
        dropout.apply(to: to, row: row, column: 0, count: value.columns, kernel.rows)
        for j in 0..<value.columns { to[j] += from[j] }
      }
    }
  }

  /// mean += share·(value − mean), as PyTorch's `lerp`.
  package func average(_ value: Matrix, into mean: Matrix, share: Float) {
    precondition(value.rows == mean.rows && value.columns == mean.columns)
    forRanges(value.rows, width: value.columns) { rows in
      for row in rows {
        let to = mean.row(row), from = value.row(row)
        for j in 0..<value.columns { to[j] += share * (from[j] - to[j]) }
      }
    }
  }

  /// Exchanges the values of two matrices of one shape.
  package func exchange(_ x: Matrix, _ y: Matrix) {
    precondition(x.rows == y.rows && x.columns == y.columns)
    forRanges(x.rows, width: x.columns) { rows in
      for row in rows { forEachLanes(x.row(row), y.row(row), count: x.columns) { ($1, $0) } }
    }
  }
}
