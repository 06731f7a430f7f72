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

  /// Runs `make` for each row, which makes that row of x, and adds the rows to a bias: while they are in L1 where each
  /// thread has several parts of the sum, and afterwards where it would have too few to share the work evenly. The
  /// bytes are the same.
  ///
  /// - Parameters:
  ///   - x: `[T, N]`. - bias: `[1, N]`; nil: only the rows are made.
  func forRows(_ rows: Int, addingColumnSumsOf x: Matrix, to bias: Matrix?, _ make: (_ row: Int) -> Void) {
    let isOnePass = bias != nil && rows >= 4 * threads * Self.rowsPerPart
    if !isOnePass {
      forRanges(rows, width: x.columns) { rows in
        for row in rows { make(row) }
      }
    }
    guard let bias else { return }
    guard isOnePass else { return addColumnSums(of: x, to: bias) }
    precondition(bias.columns == x.columns)
    reduceRows(rows, columns: x.columns) { row, totals in
      make(row)
      addLanes(x.row(row), to: totals, count: x.columns)
    } finish: { totals in
      addLanes(totals, to: bias.pointer, count: x.columns)
    }
  }

  /// x := 0
  package func clear(_ x: Matrix) {
    forRanges(x.rows, width: x.columns) { rows in
      let part = x.rows(rows)
      if part.isContiguous {
        // As bytes, for which the C library has code that does not read what it overwrites.
        let bytes = part.count * MemoryLayout<Float>.stride
        UnsafeMutableRawPointer(part.pointer).initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
      } else {
        part.fill(0)
      }
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
