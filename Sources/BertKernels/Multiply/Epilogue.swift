/// What is done to the rows of a product while they are still in cache.
package enum Epilogue {
  /// C = A·B
  case store
  /// C += A·B
  case add
  /// C = A·B + bias, with bias `[1, N]`
  case bias(Matrix)
  /// C = gelu(A·B + bias); where `keeping` is given, A·B + bias is kept there for backward. `[M, N]`
  case biasActivation(Matrix, Activation, keeping: Matrix?)
  /// C = dropout(A·B + bias) + residual, with residual `[M, N]`
  case biasDropoutResidual(Matrix, Dropout?, residual: Matrix)

  var accumulates: Bool {
    if case .add = self { true } else { false }
  }

  /// Applies what comes after the product to a finished rectangle of C.
  func apply(to c: Matrix, rows: Range<Int>, columns: Range<Int>) {
    switch self {
    case .store, .add:
      break
    case .bias(let bias):
      for row in rows { add(bias.pointer, to: c.row(row), columns) }
    case .biasActivation(let bias, let activation, let kept):
      for row in rows {
        add(bias.pointer, to: c.row(row), columns)
        let target = c.row(row) + columns.lowerBound
        if let kept { (kept.row(row) + columns.lowerBound).update(from: target, count: columns.count) }
        activation.apply(to: target, count: columns.count)
      }
    case .biasDropoutResidual(let bias, let dropout, let residual):
      for row in rows {
        add(bias.pointer, to: c.row(row), columns)
        dropout?.apply(to: c, row: row, columns: columns)
        add(residual.row(row), to: c.row(row), columns)
      }
    }
  }

  @inline(__always)
  private func add(
    _ addend: UnsafeMutablePointer<Float>, to target: UnsafeMutablePointer<Float>, _ columns: Range<Int>
  ) {
    addLanes(addend + columns.lowerBound, to: target + columns.lowerBound, count: columns.count)
  }
}
