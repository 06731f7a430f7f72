/// The matrix product by its definition: the oracle of the blocked one.
package enum NaiveMultiply {
  /// A·B, or C + A·B where `c` is given, each element summed in double precision.
  ///
  /// - Parameters:
  ///   - a: `[M, K]`.
  ///   - b: `[K, N]`.
  ///   - c: `[M, N]`, row by row.
  /// - Returns: `[M, N]`, row by row.
  package static func multiply(_ a: Operand, _ b: Operand, addingTo c: [Float]? = nil) -> [Float] {
    var product = c ?? Array(repeating: 0, count: a.rows * b.columns)
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        var total = 0.0
        for k in 0..<a.columns { total += Double(a[i, k]) * Double(b[k, j]) }
        product[i * b.columns + j] += Float(total)
      }
    }
    return product
  }
}

extension Operand {
  /// Element (row, column) of the factor.
  package subscript(row: Int, column: Int) -> Float {
    isTransposed ? matrix[column, row] : matrix[row, column]
  }
}
