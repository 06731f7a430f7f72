/// A rectangle of Float32 values in row-major order: a view into shared ``Storage``.
///
/// Copies of a matrix, its row ranges and its column ranges all share the same memory. Element (i, j) lies `i * stride
/// + j` floats after the first. A vector is a matrix of one row.
package struct Matrix: @unchecked Sendable {
  let storage: Storage
  let offset: Int
  package let rows: Int
  package let columns: Int
  /// Floats from one row to the next; at least `columns`.
  package let stride: Int

  init(storage: Storage, offset: Int, rows: Int, columns: Int, stride: Int) {
    self.storage = storage
    self.offset = offset
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }

  /// A matrix of zeros in memory of its own.
  package init(rows: Int, columns: Int) {
    self.init(storage: Storage(count: rows * columns), offset: 0, rows: rows, columns: columns, stride: columns)
  }

  /// A matrix of `rows` rows that holds a copy of `values`, row by row.
  package init(rows: Int, columns: Int, values: [Float]) {
    self.init(rows: rows, columns: columns)
    copy(from: values)
  }

  /// A contiguous matrix over memory that the caller owns, and that must outlive all views.
  package init(rows: Int, columns: Int, borrowing memory: UnsafeMutableBufferPointer<Float>) {
    precondition(memory.count == rows * columns, "a \(rows)×\(columns) matrix takes \(rows * columns) floats")
    self.init(storage: Storage(borrowing: memory), offset: 0, rows: rows, columns: columns, stride: columns)
  }

  package var count: Int { rows * columns }
  package var isContiguous: Bool { stride == columns || rows <= 1 }

  var pointer: UnsafeMutablePointer<Float> { storage.base + offset }

  /// The values of a row, `columns` of them; valid while the matrix lives.
  @inline(__always)
  package func row(_ index: Int) -> UnsafeMutablePointer<Float> { storage.base + (offset &+ index &* stride) }

  package subscript(row: Int, column: Int) -> Float {
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
  package func rows(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows)
    return Matrix(
      storage: storage, offset: offset + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
  }

  /// The columns `range`, as a view.
  package func columns(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns)
    return Matrix(
      storage: storage, offset: offset + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }
}
