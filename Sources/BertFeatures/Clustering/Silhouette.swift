package import BertKernels

/// The silhouette of clusterings: for each row (b - a) / max(a, b), where a is its mean distance to the other rows of its
/// cluster and b the least mean distance to the rows of another (Rousseeuw, 1987), as scikit-learn's `silhouette_samples`.
///
/// Every row is compared with every row: O(N²·D) time, O(N·K) memory.
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
    guard labels.count == rows.rows else {
      throw .length(name: "the clusters' numbers", found: labels.count, rows: rows.rows)
    }
    guard labels.allSatisfy({ $0 >= 0 && Int($0) < clusters }) else {
      throw .option(name: "the clusters' numbers", rule: "from 0 to below the number of clusters")
    }
    var sizes = [Int](repeating: 0, count: clusters)
    for label in labels { sizes[Int(label)] += 1 }
    guard sizes.count(where: { $0 > 0 }) >= 2 else { throw .alike(rows: rows.rows) }
    try rows.requireFinite()
    let distances = SquaredDistances(rows, compute: compute)
    var values = [Double](repeating: 0, count: rows.rows)
    for start in stride(from: 0, to: rows.rows, by: block) {
      let range = start..<min(start + block, rows.rows)
      let sums = distanceSums(distances, range, labels, clusters)
      for row in range {
        let own = Int(labels[row]), base = (row - start) * clusters
        guard sizes[own] > 1 else { continue }
        let inside = sums[base + own] / Double(sizes[own] - 1)
        var outside = Double.infinity
        for cluster in 0..<clusters where cluster != own && sizes[cluster] > 0 {
          outside = min(outside, sums[base + cluster] / Double(sizes[cluster]))
        }
        let larger = max(inside, outside)
        values[row] = larger > 0 ? (outside - inside) / larger : 0
      }
    }
    return values
  }

  /// The sums of the distances of some rows to the rows of each cluster. [range, K]
  private static func distanceSums(
    _ distances: SquaredDistances, _ range: Range<Int>, _ labels: [Int32], _ clusters: Int
  ) -> [Double] {
    let rows = distances.rows, width = rows.columns
    // The rows of the block are the points that all rows are compared with.
    var points: [Double] = []
    points.reserveCapacity(range.count * width)
    for row in range { for column in 0..<width { points.append(Double(rows.row(row)[column])) } }
    var all = [Float](repeating: 0, count: range.count * rows.rows)
    all.withUnsafeMutableBufferPointer { all in
      distances.forEachRow(points) { row, products, norms in
        for place in 0..<range.count {
          let squared = distances.squared(row, product: products[place], pointNorm: norms[place]) {
            points[place * width + $0]
          }
          all[place * rows.rows + row] = row == range.lowerBound + place ? 0 : Float(squared.squareRoot())
        }
      }
    }
    var sums = [Double](repeating: 0, count: range.count * clusters)
    sums.withUnsafeMutableBufferPointer { sums in
      distances.compute.forRanges(range.count, width: rows.rows) { places in
        for place in places {
          for row in 0..<rows.rows { sums[place * clusters + Int(labels[row])] += Double(all[place * rows.rows + row]) }
        }
      }
    }
    return sums
  }
}
