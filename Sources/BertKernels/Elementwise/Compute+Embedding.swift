extension Compute {
  /// out[t] = tables[0][indices[0][t]] + tables[1][indices[1][t]] + … for each of T tokens.
  ///
  /// - Parameters:
  ///   - lookups: Tables `[V, H]`, each with T row indices within the table.
  ///   - out: `[T, H]`.
  package func gather(_ lookups: [(table: Matrix, indices: [Int32])], into out: Matrix) {
    forRanges(out.rows, width: out.columns) { rows in
      for row in rows {
        let to = out.row(row)
        for (number, lookup) in lookups.enumerated() {
          let from = lookup.table.row(checkedRow(lookup, row))
          if number == 0 {
            to.update(from: from, count: out.columns)
          } else {
            addLanes(from, to: to, count: out.columns)
          }
        }
      }
    }
  }

  /// table[indices[t]] += gradient[t] for each of T tokens: the backward of ``gather(_:into:)`` for one table.
  ///
  /// The columns are divided among the threads, so each sum adds the tokens in order at any number of threads.
  ///
  /// - Parameters:
  ///   - gradient: `[T, H]`.
  ///   - indices: The row of each token, `[T]`.
  ///   - table: The gradient of the table, `[V, H]`.
  ///   - constantRow: A row without gradient, like PyTorch's `padding_idx`.
  package func scatterAdd(_ gradient: Matrix, _ indices: [Int32], to table: Matrix, constantRow: Int? = nil) {
    precondition(indices.count == gradient.rows && table.columns == gradient.columns)
    forRanges(table.columns, width: gradient.rows, multipleOf: 16) { columns in
      for row in 0..<gradient.rows {
        let index = checkedRow((table, indices), row)
        if index == constantRow { continue }
        let from = gradient.row(row), to = table.row(index)
        addLanes(from + columns.lowerBound, to: to + columns.lowerBound, count: columns.count)
      }
    }
  }

  /// out[i] = x[rows[i]]: picks rows, such as the first token of each sequence.
  package func pick(_ rows: [Int], of x: Matrix, into out: Matrix) {
    for (index, row) in rows.enumerated() { out.rows(index..<index + 1).copy(from: x.rows(row..<row + 1)) }
  }

  /// x[rows[i]] += gradient[i]: the backward of ``pick(_:of:into:)``.
  package func unpick(_ gradient: Matrix, _ rows: [Int], to x: Matrix) {
    for (index, row) in rows.enumerated() {
      add(gradient.rows(index..<index + 1), to: x.rows(row..<row + 1))
    }
  }

  /// The row of the table for a token. Ids are checked when a batch enters the model, so a wrong one here is a bug.
  @inline(__always)
  private func checkedRow(_ lookup: (table: Matrix, indices: [Int32]), _ token: Int) -> Int {
    let index = Int(lookup.indices[token])
    precondition(index >= 0 && index < lookup.table.rows, "row \(index) of a table of \(lookup.table.rows)")
    return index
  }
}
