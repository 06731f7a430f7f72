package import BertKernels

/// Rows that represent all: k-means makes clusters, and each, the largest first, gives the row nearest to its centre
/// that is not a near-duplicate of a row taken before.
package struct DiverseRows: Sendable {
  /// The rows, in the order in which they were taken.
  package let rows: [Int]
  /// The number of rows in the cluster of each.
  package let sizes: [Int]

  /// - Parameters:
  ///   - vectors: [N, D]
  ///   - count: Rows wanted; fewer are taken where fewer differ.
  ///   - threshold: The cosine from which two rows are near-duplicates.
  ///   - starts: How many times k-means starts, each time from other centres.
  ///   - seed: The seed of k-means.
  ///   - progress: Called with the part of the work that is done.
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
