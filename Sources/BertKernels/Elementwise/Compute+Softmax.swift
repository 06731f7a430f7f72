extension Compute {
  /// x := softmax(scale · x) along each row, as attention does it for one block of keys.
  package func softmax(_ x: Matrix, scale: Float = 1) {
    let kernels = kernel.rows
    forRanges(x.rows, width: x.columns) { rows in
      for row in rows where x.columns > 0 {
        let sum = kernels.softmaxBlock(x.row(row), scale: scale, before: -.infinity, x.columns)[1]
        kernels.scale(x.row(row), by: 1 / sum, into: x.row(row), x.columns)
      }
    }
  }

  /// Backward of softmax (with a scale of 1) from its result: gradient := y·(gradient − Σ y·gradient) along each row.
  package func softmaxBackward(y: Matrix, gradient: Matrix) {
    precondition(y.rows == gradient.rows && y.columns == gradient.columns)
    let kernels = kernel.rows
    forRanges(y.rows, width: y.columns) { rows in
      for row in rows { kernels.softmaxBackward(y.row(row), gradient: gradient.row(row), y.columns) }
    }
  }
}
