package import BertKernels

/// A graph of nearest neighbours: each row has edges to itself and to its nearest rows by cosine, as in scikit-learn's
/// `kneighbors_graph(mode="connectivity")` of rows scaled to length one. O(N·k) memory.
package struct NeighbourGraph: Sendable {
  /// Rows in the graph, N.
  package let count: Int
  /// For each row the rows that its edges lead to, itself among them, in rising order. [N, k]
  let joined: [Int32]
  /// Edges of each row, k.
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

  /// Calls `body` for each edge with its row and the row that it leads to, in the order of ``joined``.
  func forEachPair(_ body: (_ row: Int, _ other: Int) -> Void) {
    for row in 0..<count {
      for place in row * width..<(row + 1) * width { body(row, Int(joined[place])) }
    }
  }
}
