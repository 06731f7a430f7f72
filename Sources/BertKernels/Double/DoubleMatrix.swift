/// A rectangle of Float64 values in row-major order, for computations that need double precision: covariances,
/// decompositions, systems of equations.
///
/// As with ``Matrix``, copies, row ranges and column ranges share the same memory.
package struct DoubleMatrix: @unchecked Sendable {
  let storage: DoubleStorage
  let offset: Int
  package let rows: Int
  package let columns: Int
  /// Values from one row to the next; at least `columns`.
  let stride: Int

  private init(storage: DoubleStorage, offset: Int, rows: Int, columns: Int, stride: Int) {
    self.storage = storage
    self.offset = offset
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  /// A matrix of zeros in memory of its own.
  package init(rows: Int, columns: Int) {
    self.init(
      storage: DoubleStorage(count: rows * columns), offset: 0, rows: rows, columns: columns, stride: columns)
  }

  /// A matrix that holds a copy of `values`, row by row.
  package init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "a \(rows)×\(columns) matrix takes \(rows * columns) values")
    self.init(rows: rows, columns: columns)
    for (index, value) in values.enumerated() { storage.base[index] = value }
  }

  /// A matrix that holds a copy of single-precision `values`, row by row.
  package init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns, "a \(rows)×\(columns) matrix takes \(rows * columns) values")
    self.init(rows: rows, columns: columns)
    values.withUnsafeBufferPointer { values in
      for index in values.indices { storage.base[index] = Double(values[index]) }
    }
  }

  @inline(__always)
  func row(_ index: Int) -> UnsafeMutablePointer<Double> { storage.base + (offset &+ index &* stride) }

  package subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return self.row(row)[column]
    }
    nonmutating set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      self.row(row)[column] = newValue
    }
  }

  /// The rows `range`, as a view.
  package func rows(_ range: Range<Int>) -> DoubleMatrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    return DoubleMatrix(
      storage: storage, offset: offset + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
  }

  /// The columns `range`, as a view.
  package func columns(_ range: Range<Int>) -> DoubleMatrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns)
    return DoubleMatrix(
      storage: storage, offset: offset + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  /// This matrix as a factor.
  package var operand: DoubleOperand { DoubleOperand(matrix: self, isTransposed: false) }
  /// Its transpose as a factor, without a copy.
  package var transpose: DoubleOperand { DoubleOperand(matrix: self, isTransposed: true) }
}
