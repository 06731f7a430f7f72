/// The operations of a linear model on a row.
extension DoubleMatrix {
  /// The dot product of a row with the weights from `start` on.
  package func product(row index: Int, with weights: UnsafeBufferPointer<Double>, from start: Int) -> Double {
    precondition(
      index >= 0 && index < rows && start >= 0 && start + columns <= weights.count, "weights for each column")
    guard let base = weights.baseAddress else { return 0 }
    return dotLanes(row(index), base + start, count: columns)
  }

  /// Adds a row times a factor to the sums from `start` on.
  package func add(
    row index: Int, times factor: Double, to sums: UnsafeMutableBufferPointer<Double>, from start: Int
  ) {
    precondition(index >= 0 && index < rows && start >= 0 && start + columns <= sums.count, "a sum for each column")
    guard let base = sums.baseAddress else { return }
    addLanes(factor, row(index), to: base + start, count: columns)
  }
}
