package import BertKernels

/// Exact search of the nearest rows by cosine: every query is compared with every row, in blocks by matrix products.
package struct NearestRows: Sendable {
  /// The rows that are searched.
  package let rows: UnitRows

  /// Rows of each side that one product compares.
  private static let block = 1024

  package init(_ rows: UnitRows) { self.rows = rows }

  /// The nearest rows of each query, the nearest first; of equal cosines the earlier row first.
  ///
  /// - Parameters:
  ///   - queries: [Q, D]
  ///   - count: Rows wanted, k.
  ///   - areRows: Whether the queries are the rows themselves, so that none is its own neighbour.
  /// - Returns: at most k hits for each query, fewer where there are fewer rows. [Q, k]
  package func nearest(
    to queries: UnitRows, count: Int, areRows: Bool = false, compute: Compute
  ) -> [[RowHit]] {
    precondition(queries.matrix.columns == rows.matrix.columns, "queries and rows have the same columns")
    let all = rows.count, block = Self.block, compute = compute.computing(in: .float32)
    guard count > 0, all > 0, queries.count > 0 else {
      return queries.count > 0 ? .init(repeating: [], count: queries.count) : []
    }
    let products = Matrix(rows: min(block, queries.count), columns: min(block, all))
    var found = [TopRows](repeating: TopRows(limit: count), count: queries.count)
    found.withUnsafeMutableBufferPointer { found in
      for first in stride(from: 0, to: queries.count, by: block) {
        let asked = first..<min(first + block, queries.count)
        for start in stride(from: 0, to: all, by: block) {
          let searched = start..<min(start + block, all)
          let scores = products.rows(0..<asked.count).columns(0..<searched.count)
          // [asked, searched]
          compute.multiply(
            queries.matrix.rows(asked).operand, rows.matrix.rows(searched).transpose, into: scores)
          compute.forRanges(asked.count, width: searched.count) { range in
            for place in range {
              let values = scores.row(place), query = first + place
              for column in 0..<searched.count where values[column] >= found[query].threshold {
                let row = start + column
                if !(areRows && row == query) { found[query].add(RowHit(row: row, score: values[column])) }
              }
            }
          }
        }
      }
    }
    return found.map { $0.hits.sorted { $0.precedes($1) } }
  }
}
