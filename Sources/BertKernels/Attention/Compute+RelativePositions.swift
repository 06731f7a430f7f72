/// The elementwise steps of Transformer-XL's relative attention. Legend: n tokens of one sequence, `A` heads, `D` per
/// head, `H = A·D`, `W` columns of one head's table of biases by distance.
extension Compute {
  /// out := (x + row)·scale; `out` may be `x`. x, out `[n, H]`, row `[1, H]` or nil for zeros.
  package func shift(_ x: Matrix, by row: Matrix?, scale: Float, into out: Matrix) {
    precondition(x.rows == out.rows && x.columns == out.columns && row?.columns ?? x.columns == x.columns)
    forRanges(x.rows, width: x.columns) { rows in
      for index in rows {
        let from = x.row(index), to = out.row(index)
        if let addend = row?.pointer {
          for j in 0..<x.columns { to[j] = (from[j] + addend[j]) * scale }
        } else {
          for j in 0..<x.columns { to[j] = from[j] * scale }
        }
      }
    }
  }

  /// strengths[i, a] := x[i]·row over the columns of head a. x `[n, H]`, row `[1, H]`, strengths `[n, A]`.
  package func headProducts(_ x: Matrix, _ row: Matrix, into strengths: Matrix) {
    let d = x.columns / strengths.columns
    forRanges(x.rows, width: x.columns) { rows in
      for index in rows {
        for head in 0..<strengths.columns {
          var total: Float = 0
          for j in head * d..<(head + 1) * d { total += x.row(index)[j] * row.pointer[j] }
          strengths.row(index)[head] = total
        }
      }
    }
  }

  /// Backward of ``headProducts(_:_:into:)``: overwrites xGradient and adds to rowGradient.
  package func headProductsBackward(
    _ x: Matrix, _ row: Matrix, gradient strengths: Matrix, into xGradient: Matrix, addingTo rowGradient: Matrix
  ) {
    let d = x.columns / strengths.columns
    for index in 0..<x.rows {
      for head in 0..<strengths.columns {
        let strength = strengths.row(index)[head]
        for j in head * d..<(head + 1) * d {
          xGradient.row(index)[j] = strength * row.pointer[j]
          rowGradient.pointer[j] += strength * x.row(index)[j]
        }
      }
    }
  }

  /// Adds strengths[i, a] to the bias of query i for each key of another token type.
  ///
  /// - Parameters:
  ///   - strengths: `[n, A]`.
  ///   - types: The token types, `[n]`.
  ///   - table: `[n, A·W]`.
  ///   - center: The column of distance 0 in each head's table.
  package func addSegmentBias(_ strengths: Matrix, types: [Int32], to table: Matrix, center: Int) {
    let width = table.columns / strengths.columns
    forRanges(types.count, width: table.columns) { rows in
      for i in rows {
        for head in 0..<strengths.columns {
          let biases = table.row(i) + (head * width + center - i), strength = strengths.row(i)[head]
          for j in 0..<types.count where types[j] != types[i] { biases[j] += strength }
        }
      }
    }
  }

  /// Backward of ``addSegmentBias(_:types:to:center:)``: overwrites strengths with their gradients.
  package func segmentBiasBackward(_ gradient: Matrix, types: [Int32], center: Int, into strengths: Matrix) {
    let width = gradient.columns / strengths.columns
    forRanges(types.count, width: gradient.columns) { rows in
      for i in rows {
        for head in 0..<strengths.columns {
          let biases = gradient.row(i) + (head * width + center - i)
          var total: Float = 0
          for j in 0..<types.count where types[j] != types[i] { total += biases[j] }
          strengths.row(i)[head] = total
        }
      }
    }
  }
}
