/// Reading and writing a matrix as a whole.
extension Matrix {
  /// All values, row by row.
  package func toArray() -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(count)
    for index in 0..<rows { values.append(contentsOf: UnsafeBufferPointer(start: row(index), count: columns)) }
    return values
  }

  /// Overwrites all values, row by row.
  package func copy(from values: [Float]) {
    precondition(values.count == count, "a \(rows)×\(columns) matrix takes \(count) values, not \(values.count)")
    values.withUnsafeBufferPointer { source in
      guard let first = source.baseAddress else { return }
      for index in 0..<rows { row(index).update(from: first + index * columns, count: columns) }
    }
  }

  /// Overwrites all values with those of a matrix of the same shape.
  package func copy(from other: Matrix) {
    precondition(rows == other.rows && columns == other.columns)
    for index in 0..<rows { row(index).update(from: other.row(index), count: columns) }
  }

  /// Overwrites all values with the transpose of `other`, `[columns, rows]`.
  package func copy(transposing other: Matrix) {
    precondition(rows == other.columns && columns == other.rows)
    // Squares of 16 × 16 values: a row of a square is a cache line, on both sides.
    for top in Swift.stride(from: 0, to: rows, by: 16) {
      for left in Swift.stride(from: 0, to: columns, by: 16) {
        for i in top..<min(top + 16, rows) {
          let to = row(i)
          for j in left..<min(left + 16, columns) { to[j] = other.row(j)[i] }
        }
      }
    }
  }

  /// Sets every value to `value`.
  package func fill(_ value: Float) {
    for index in 0..<rows { row(index).update(repeating: value, count: columns) }
  }

  /// Calls `body` with the values of a contiguous matrix, for reading in place.
  package func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(isContiguous, "only a contiguous matrix can be seen as one buffer")
    return try body(UnsafeBufferPointer(start: pointer, count: count))
  }

  /// Calls `body` with the values of a contiguous matrix, for writing in place.
  package func withUnsafeMutableBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(isContiguous, "only a contiguous matrix can be seen as one buffer")
    return try body(UnsafeMutableBufferPointer(start: pointer, count: count))
  }
}
