package import BertKernels

/// The silhouette of clusterings: for each row (b - a) / max(a, b), where a is its mean distance to the other rows of
/// its cluster and b the least mean distance to the rows of another (Rousseeuw, 1987), as scikit-learn's
/// `silhouette_samples`.
///
/// Every row is compared with every row: O(N²·D) time for all clusterings together.
package enum Silhouette {
  /// The rows that one product compares with all.
  private static let block = 256

  /// - Parameters:
  ///   - rows: [N, D]
  ///   - labels: The cluster of each row, 0 ..< clusters. [N]
  /// - Returns: a value from -1 to 1 for each row; 0 for one that is alone in its cluster. [N]
  /// - Throws: `length`, `option`, `notFinite`; `alike` where the rows are not in two clusters at least.
  package static func values(
    of rows: Matrix, labels: [Int32], clusters: Int, compute: Compute
  ) throws(VectorRowsError) -> [Double] {
    try values(of: rows, labellings: [(labels, clusters)], compute: compute)[0]
  }

  /// The same for several clusterings of the same rows; the distances are computed once.
  ///
  /// - Parameters:
  ///   - rows: [N, D]
  ///   - labellings: The cluster of each row [N] and the number of clusters, for each clustering.
  ///
  /// - Returns: the values of each clustering. [clusterings][N]
  /// - Throws: As for one clustering.
  package static func values(
    of rows: Matrix, labellings: [(labels: [Int32], clusters: Int)], compute: Compute
  ) throws(VectorRowsError) -> [[Double]] {
    var sizes: [[Int]] = []
    for (labels, clusters) in labellings { sizes.append(try checkedSizes(of: labels, clusters, rows: rows.rows)) }
    try rows.requireFinite()
    let distances = SquaredDistances(rows, compute: compute)
    var values = [[Double]](
      repeating: [Double](repeating: 0, count: rows.rows), count: labellings.count)
    for start in stride(from: 0, to: rows.rows, by: block) {
      let range = start..<min(start + block, rows.rows), found = lengths(distances, range)
      for (place, labelling) in labellings.enumerated() {
        let sums = distanceSums(found, labelling.labels, labelling.clusters, compute)
        for row in range {
          values[place][row] = silhouette(
            own: Int(labelling.labels[row]), sizes: sizes[place]
          ) { sums[$0 * range.count + row - start] }
        }
      }
    }
    return values
  }

  /// The rows of each cluster.
  private static func checkedSizes(
    of labels: [Int32], _ clusters: Int, rows: Int
  ) throws(VectorRowsError) -> [Int] {
    guard labels.count == rows else { throw .length(name: "the clusters' numbers", found: labels.count, rows: rows) }
    guard labels.allSatisfy({ $0 >= 0 && Int($0) < clusters }) else {
      throw .option(name: "the clusters' numbers", rule: "from 0 to below the number of clusters")
    }
    var sizes = [Int](repeating: 0, count: clusters)
    for label in labels { sizes[Int(label)] += 1 }
    guard sizes.count(where: { $0 > 0 }) >= 2 else { throw .alike(rows: rows) }
    return sizes
  }

  /// - Parameter sum: Of the distances of a row to the rows of a cluster.
  private static func silhouette(own: Int, sizes: [Int], sum: (Int) -> Double) -> Double {
    guard sizes[own] > 1 else { return 0 }
    let inside = sum(own) / Double(sizes[own] - 1)
    var outside = Double.infinity
    for cluster in sizes.indices where cluster != own && sizes[cluster] > 0 {
      outside = min(outside, sum(cluster) / Double(sizes[cluster]))
    }
    let larger = max(inside, outside)
    return larger > 0 ? (outside - inside) / larger : 0
  }

  /// The distances of all rows to some, [N, range].
  private static func lengths(_ distances: SquaredDistances, _ range: Range<Int>) -> Matrix {
    let rows = distances.rows, width = rows.columns, count = range.count
    // The rows of the block are the points that all rows are compared with.
    var points: [Double] = []
    points.reserveCapacity(count * width)
    for row in range { for column in 0..<width { points.append(Double(rows.row(row)[column])) } }
    let all = Matrix(rows: rows.rows, columns: count)
    distances.forEachRow(points) { row, products, norms in
      let found = all.row(row)
      for place in 0..<count {
        let squared = distances.squared(row, product: products[place], pointNorm: norms[place]) {
          points[place * width + $0]
        }
        found[place] = row == range.lowerBound + place ? 0 : Float(squared).squareRoot()
      }
    }
    return all
  }

  /// The sums of the distances of some rows to the rows of each cluster. [K, range]
  ///
  /// - Parameter lengths: [N, range]
  private static func distanceSums(
    _ lengths: Matrix, _ labels: [Int32], _ clusters: Int, _ compute: Compute
  ) -> [Double] {
    let count = lengths.columns
    var sums = [Double](repeating: 0, count: clusters * count)
    sums.withUnsafeMutableBufferPointer { sums in
      // Threads share the places, so that each sum runs over the rows in their order.
      compute.forRanges(count, width: lengths.rows) { places in
        for row in 0..<lengths.rows {
          let found = lengths.row(row), base = Int(labels[row]) * count
          for place in places { sums[base + place] += Double(found[place]) }
        }
      }
    }
    return sums
  }
}
