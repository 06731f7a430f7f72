package import BertKernels

/// Rows that stand for all: of so many clusters by k-means each gives the row nearest to its centre that says nothing which
/// was said before, the largest cluster first.
package struct DiverseRows: Sendable {
  /// In the order in which they were taken.
  package let rows: [Int]
  /// How many rows the cluster of each has.
  package let sizes: [Int]

  /// - Parameters:
  ///   - vectors: [N, D]
  ///   - count: Rows wanted; fewer are taken where there are fewer that differ.
  ///   - threshold: The cosine from which two rows say the same.
  ///   - starts: How often k-means begins anew.
  /// - Throws: `notFinite`, `option`.
  package init(
    _ vectors: Matrix, count: Int, threshold: Double, starts: Int, seed: UInt64, compute: Compute,
    progress: (Double) -> Void = { _ in }
  ) throws(VectorRowsError) {
    let unit = try UnitRows(vectors, compute: compute)
    var means = KMeans(clusters: min(count, vectors.rows))
    means.starts = starts
    let fit = try means.fit(vectors, seed: seed, compute: compute, progress: progress).ordered
    var members = [[Int]](repeating: [], count: fit.clusters)
    for (row, cluster) in fit.labels.enumerated() { members[Int(cluster)].append(row) }
    var picker = try RowPicker(unit, threshold: threshold), sizes: [Int] = []
    for members in members {
      let order = members.sorted { (fit.distances[$0], $0) < (fit.distances[$1], $1) }
      if order.contains(where: { picker.take($0) }) { sizes.append(members.count) }
    }
    rows = picker.taken
    self.sizes = sizes
  }
}
