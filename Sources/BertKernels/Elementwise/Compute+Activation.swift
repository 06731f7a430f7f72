extension Compute {
  /// Backward of an activation, in place: `x` becomes f(x) and `gradient` becomes gradient · f′(x). Both `[T, F]`.
  ///
  /// Forward kept only the argument; f(x), which the gradient of the next weights needs, is computed again here.
  package func activationBackward(_ activation: Activation, x: Matrix, gradient: Matrix) {
    precondition(x.rows == gradient.rows && x.columns == gradient.columns)
    forRanges(x.rows, width: x.columns) { rows in
      for row in rows { activation.backward(x: x.row(row), gradient: gradient.row(row), count: x.columns) }
    }
  }

  /// x := f(x), all elements; for few of them.
  package func apply(_ activation: Activation, to x: Matrix) {
    for row in 0..<x.rows { activation.apply(to: x.row(row), count: x.columns) }
  }
}
