extension Compute {
  /// Rows summed before the partial sums are added up. Fixed, so that sums do not depend on the number of threads.
  private static var rowsPerPart: Int { 64 }

  /// Sums over the rows of a matrix: parts of 64 rows are summed by themselves, then the parts in order.
  ///
  /// - Parameters:
  ///   - columns: How many totals there are.
  ///   - add: Adds what one row contributes to its part's totals.
  ///   - finish: Gets the totals of all rows.
  func reduceRows(
    _ rows: Int, columns: Int, add: (_ row: Int, _ totals: UnsafeMutablePointer<Float>) -> Void,
    finish: (_ totals: UnsafeMutablePointer<Float>) -> Void
  ) {
    let mark = arena.mark
    let parts = (rows + Self.rowsPerPart - 1) / Self.rowsPerPart
    guard parts > 0 else { return }
    let totals = arena.matrix(rows: parts, columns: columns)
    forRanges(parts, width: Self.rowsPerPart * columns) { range in
      for part in range {
        totals.rows(part..<part + 1).fill(0)
        for row in part * Self.rowsPerPart..<min(rows, (part + 1) * Self.rowsPerPart) { add(row, totals.row(part)) }
      }
    }
    for part in 1..<parts { addLanes(totals.row(part), to: totals.pointer, count: columns) }
    finish(totals.pointer)
    arena.release(mark)
  }

  /// bias += Σ over the rows of x: the gradient of a bias. x `[T, N]`, bias `[1, N]`.
  package func addColumnSums(of x: Matrix, to bias: Matrix) {
    precondition(bias.columns == x.columns)
    reduceRows(x.rows, columns: x.columns) { row, totals in
      addLanes(x.row(row), to: totals, count: x.columns)
    } finish: { totals in
      addLanes(totals, to: bias.pointer, count: x.columns)
    }
  }

  /// x += y, element by element.
  package func add(_ y: Matrix, to x: Matrix) {
    precondition(x.rows == y.rows && x.columns == y.columns)
    forRanges(x.rows, width: x.columns) { rows in
      for row in rows { addLanes(y.row(row), to: x.row(row), count: x.columns) }
    }
  }
}
