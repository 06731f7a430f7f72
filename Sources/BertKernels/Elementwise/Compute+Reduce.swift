extension Compute {
  /// The rows of a partial sum. Fixed, so that sums do not depend on the number of threads.
  private static var rowsPerPart: Int { 64 }

  /// Sums over the rows of a matrix: parts of 64 rows are summed separately, then the parts in order.
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - columns: The number of totals.
  ///   - add: Adds the contribution of one row to the totals of its part.
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

  /// Runs `make`, which computes a row of x, for each row, and adds the column sums of x to a bias. It adds each row
  /// while that is in L1 if every thread has several parts of the sum, and in a second pass otherwise, as too few parts
  /// cannot be divided evenly. The bytes are the same.
  ///
  /// - Parameters:
  ///   - rows: T.
  ///   - x: `[T, N]`.
  ///   - bias: `[1, N]`; nil for no sums.
  ///   - make: Computes a row of x.
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
        // As bytes: the C library fills them without reading the memory first.
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
