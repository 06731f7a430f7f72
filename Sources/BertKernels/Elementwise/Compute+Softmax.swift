extension Compute {
  /// x := softmax(scale · x) along each row, as in attention with one block of keys.
  package func softmax(_ x: Matrix, scale: Float = 1) {
    guard x.columns > 0 else { return }
    forRanges(x.rows, width: x.columns) { rows in
      kernel.rows.softmax(x.row(rows.lowerBound), stride: x.stride, rows: rows.count, scale: scale, x.columns)
    }
  }

  /// Backward of softmax (with a scale of 1) from its result y: gradient := y·(gradient − Σ y·gradient) along each row.
  package func softmaxBackward(y: Matrix, gradient: Matrix) {
    precondition(y.rows == gradient.rows && y.columns == gradient.columns)
    forRanges(y.rows, width: y.columns) { rows in
      kernel.rows.softmaxBackward(
        y.row(rows.lowerBound), stride: y.stride, gradient: gradient.row(rows.lowerBound), stride: gradient.stride,
        rows: rows.count, y.columns)
    }
  }
}
