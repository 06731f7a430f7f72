package import BertKernels

/// Which rows are near which: each row is joined with itself and with its nearest rows by cosine, as scikit-learn's
/// `kneighbors_graph(mode="connectivity")` joins rows of length one. O(N·k) memory.
package struct NeighbourGraph: Sendable {
  /// Rows in the graph, N.
  package let count: Int
  /// For each row the rows it is joined with, itself among them, rising. [N, k]
  let joined: [Int32]
  /// Rows that each is joined with, k.
  let width: Int

  /// - Parameters:
  ///   - rows: [N, D]
  ///   - neighbours: k, the row itself counted; at most N.
  /// - Throws: `option`, `tooFewRows`.
  package init(_ rows: UnitRows, neighbours: Int = 7, compute: Compute) throws(VectorRowsError) {
    guard rows.count > 0 else { throw .tooFewRows(found: 0, needed: 1) }
    guard (1...rows.count).contains(neighbours) else {
      throw .option(name: "the number of neighbours", rule: "from 1 to the number of rows, \(rows.count)")
    }
    let hits = NearestRows(rows).nearest(to: rows, count: neighbours - 1, areRows: true, compute: compute)
    count = rows.count
    width = neighbours
    joined = hits.enumerated().flatMap { row, hits in ([row] + hits.map(\.row)).sorted().map(Int32.init) }
  }

  /// Calls `body` with each row and a row it is joined with.
  func forEachPair(_ body: (_ row: Int, _ other: Int) -> Void) {
    for row in 0..<count {
      for place in row * width..<(row + 1) * width { body(row, Int(joined[place])) }
    }
  }
}
