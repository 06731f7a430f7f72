/// Embedding lookup and its backward, element by element in double precision: the oracle of the fast forms.
package enum NaiveEmbedding {
  /// out[t] = Σ over the lookups of table[indices[t]].
  ///
  /// - Returns: `[T, H]`, row by row.
  package static func gather(_ lookups: [(table: Matrix, indices: [Int32])]) -> [Double] {
    guard let first = lookups.first else { return [] }
    return first.indices.indices.flatMap { t in
      (0..<first.table.columns).map { j in
        lookups.reduce(0.0) { $0 + Double($1.table[Int($1.indices[t]), j]) }
      }
    }
  }

  /// table[indices[t]] += gradient[t], except for `constantRow`.
  ///
  /// - Returns: The new table, row by row.
  package static func scatterAdd(
    _ gradient: Matrix, _ indices: [Int32], to table: Matrix, constantRow: Int? = nil
  ) -> [Double] {
    var out = table.toArray().map { Double($0) }
    for (t, index) in indices.enumerated() where Int(index) != constantRow {
      for j in 0..<table.columns { out[Int(index) * table.columns + j] += Double(gradient[t, j]) }
    }
    return out
  }
}
