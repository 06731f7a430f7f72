extension Compute {
  /// x := f(x), all elements. Where x is the result of a product, ``Epilogue`` does this instead.
  package func activate(_ activation: Activation, _ x: Matrix) {
    forRanges(x.rows, width: x.columns) { rows in
      for row in rows { activation.apply(to: x.row(row), count: x.columns, kernel.rows) }
    }
  }

  /// Backward of an activation, in place: `x` becomes f(x) and `gradient` becomes gradient · f′(x). Both `[T, F]`.
  ///
  /// Forward keeps only the argument; f(x), which the gradient of the next weights needs, is computed again here.
  ///
  /// - Parameters:
  ///   - activation: f.
  ///   - x: The argument of f, overwritten with f(x).
  ///   - gradient: The gradient of f(x), overwritten with that of x.
  ///   - bias: The gradient of the bias that x includes, `[1, F]`, to which the column sums of the new `gradient` are
  ///     added; nil where there is none.
  package func activationBackward(
    _ activation: Activation, x: Matrix, gradient: Matrix, addingColumnSumsTo bias: Matrix? = nil
  ) {
    precondition(x.rows == gradient.rows && x.columns == gradient.columns)
    forRows(x.rows, addingColumnSumsOf: gradient, to: bias) { row in
      activation.backward(x: x.row(row), gradient: gradient.row(row), count: x.columns, kernel.rows)
    }
  }

  /// x := tanh(x), all elements.
  package func tanh(_ x: Matrix) {
    for row in 0..<x.rows { kernel.rows.hyperbolicTangent(x.row(row), x.columns) }
  }

  /// x := eˣ, all elements.
  package func exp(_ x: Matrix) {
    for row in 0..<x.rows { kernel.rows.exponential(x.row(row), x.columns) }
  }

  /// x := log x, all elements, which must be from 1 to 10⁶.
  package func log(_ x: Matrix) {
    for row in 0..<x.rows { kernel.rows.logarithm(x.row(row), x.columns) }
  }

  /// x := erf x, all elements.
  package func erf(_ x: Matrix) {
    for row in 0..<x.rows { kernel.rows.errorFunction(x.row(row), x.columns) }
  }
}
