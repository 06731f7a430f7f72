package import BertKernels

extension Matrix {
  /// - Throws: `notFinite` for the first row that holds a value that is no finite number.
  package func requireFinite() throws(VectorRowsError) {
    for index in 0..<rows {
      let values = row(index)
      // A value that is not finite makes the sum of these products not a number.
      var sum: Float = 0
      for column in 0..<columns { sum += values[column] * 0 }
      if sum != 0 { throw .notFinite(row: index) }
    }
  }

  /// The rows at these indices, in this order, in memory of their own.
  package func selecting(_ indices: [Int]) -> Matrix {
    let selected = Matrix(rows: indices.count, columns: columns)
    for (place, index) in indices.enumerated() { selected.row(place).update(from: row(index), count: columns) }
    return selected
  }
}
