package import BertKernels

/// Rows scaled to length one, so that their products are cosines. A row of zeros has no direction: it stays zero, and
/// its cosine with every row is 0.
package struct UnitRows: Sendable {
  /// [N, D]
  package let matrix: Matrix
  /// Rows of zeros.
  package let zeros: Int

  package var count: Int { matrix.rows }

  /// - Parameters:
  ///   - rows: [N, D]
  ///   - inPlace: Whether the rows themselves are scaled, which saves the memory of a copy.
  /// - Throws: `notFinite`.
  package init(_ rows: Matrix, inPlace: Bool = false, compute: Compute) throws(VectorRowsError) {
    try rows.requireFinite()
    let unit = inPlace ? rows : Matrix(rows: rows.rows, columns: rows.columns)
    let width = rows.columns
    compute.forRanges(rows.rows, width: width) { range in
      for row in range {
        let from = rows.row(row), to = unit.row(row)
        var squares = 0.0
        for column in 0..<width { squares += Double(from[column]) * Double(from[column]) }
        let scale = squares > 0 ? 1 / squares.squareRoot() : 0
        for column in 0..<width { to[column] = Float(Double(from[column]) * scale) }
      }
    }
    matrix = unit
    var zeros = 0
    for row in 0..<rows.rows where unit.rows(row..<row + 1).isZero { zeros += 1 }
    self.zeros = zeros
  }

  private init(unit matrix: Matrix, zeros: Int) {
    self.matrix = matrix
    self.zeros = zeros
  }

  /// The rows at these indices, in this order.
  package func selecting(_ places: [Int]) -> UnitRows {
    UnitRows(unit: matrix.selecting(places), zeros: places.count { isZero($0) })
  }

  /// Whether a row is zero and so has no direction.
  package func isZero(_ row: Int) -> Bool { matrix.rows(row..<row + 1).isZero }

  /// The cosine of two rows in double precision, for decisions that the rounding of a matrix product could change.
  package func cosine(_ a: Int, _ b: Int) -> Double { cosine(a, with: self, b) }

  /// The cosine of a row and a row of `others`, in double precision.
  package func cosine(_ row: Int, with others: UnitRows, _ other: Int) -> Double {
    let a = matrix.row(row), b = others.matrix.row(other)
    var product = 0.0, aa = 0.0, bb = 0.0
    for column in 0..<matrix.columns {
      let x = Double(a[column]), y = Double(b[column])
      product += x * y
      aa += x * x
      bb += y * y
    }
    return aa > 0 && bb > 0 ? product / (aa * bb).squareRoot() : 0
  }
}

extension Matrix {
  /// Whether all values are zero.
  fileprivate var isZero: Bool {
    for index in 0..<rows {
      let values = row(index)
      for column in 0..<columns where values[column] != 0 { return false }
    }
    return true
  }
}
