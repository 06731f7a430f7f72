/// The product of Float64 matrices by its definition: the oracle of the blocked one.
package enum NaiveDoubleMultiply {
  /// A·B, row by row, `[M, N]`.
  package static func multiply(_ a: DoubleOperand, _ b: DoubleOperand) -> [Double] {
    var product = [Double](repeating: 0, count: a.rows * b.columns)
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        for k in 0..<a.columns { product[i * b.columns + j] += a[i, k] * b[k, j] }
      }
    }
    return product
  }
}
