package import BertKernels

extension Matrix {
  /// Checks that all values are finite.
  ///
  /// - Throws: `notFinite` for the first row with a NaN or an infinite value.
  package func requireFinite() throws(VectorRowsError) {
    for index in 0..<rows {
      let values = row(index)
      // NaN or infinity times 0 is NaN, and so is the sum.
      var sum: Float = 0
      for column in 0..<columns { sum += values[column] * 0 }
      if sum != 0 { throw .notFinite(row: index) }
    }
  }

  /// A copy of the rows at these indices, in this order.
  package func selecting(_ indices: [Int]) -> Matrix {
    let selected = Matrix(rows: indices.count, columns: columns)
    for (place, index) in indices.enumerated() { selected.row(place).update(from: row(index), count: columns) }
    return selected
  }
}
