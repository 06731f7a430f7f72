import BertKernels

/// One iteration of k-means: rows to their nearest centres, centres to the means of their rows.
struct LloydStep {
  private let distances: SquaredDistances
  private let clusters: Int
  /// The cluster of each row. [N]
  private(set) var labels: [Int32]

  init(_ distances: SquaredDistances, clusters: Int) {
    self.distances = distances
    self.clusters = clusters
    labels = [Int32](repeating: 0, count: distances.rows.rows)
  }

  /// Gives each row the number of its nearest centre; of equally near ones the first.
  ///
  /// - Parameter centres: [K, D]
  mutating func assign(to centres: [Double]) {
    let clusters = clusters, distances = distances
    labels.withUnsafeMutableBufferPointer { labels in
      distances.forEachRow(centres) { row, products, norms in
        // ‖x‖² is the same for all centres.
        var best = 0
        var least = norms[0] - 2 * products[0]
        for cluster in 1..<max(1, clusters) {
          let value = norms[cluster] - 2 * products[cluster]
          if value < least { (best, least) = (cluster, value) }
        }
        labels[row] = Int32(best)
      }
    }
  }

  /// The squared distance of each row to its centre. [N]
  func squares(to centres: [Double]) -> [Double] {
    let width = distances.rows.columns
    var squares = [Double](repeating: 0, count: labels.count)
    squares.withUnsafeMutableBufferPointer { squares in
      distances.compute.forRanges(labels.count, width: width) { range in
        for row in range {
          let base = Int(labels[row]) * width
          squares[row] = distances.exact(row) { centres[base + $0] }
        }
      }
    }
    return squares
  }

  /// The means of the clusters' rows. An empty cluster gets the row that lies farthest from its own old centre; several
  /// empty clusters get the farthest rows in order. Such a row no longer counts in its former cluster.
  ///
  /// - Parameter old: The centres that the labels belong to. [K, D]
  /// - Returns: [K, D]
  func means(moving old: [Double]) -> [Double] {
    let rows = distances.rows, width = rows.columns
    var sums = [Double](repeating: 0, count: clusters * width)
    sums.withUnsafeMutableBufferPointer { sums in
      // Threads share the columns, so that each sum runs over the rows in their order.
      distances.compute.forRanges(width, width: rows.rows) { columns in
        for row in 0..<rows.rows {
          let values = rows.row(row), base = Int(labels[row]) * width
          for column in columns { sums[base + column] += Double(values[column]) }
        }
      }
    }
    var counts = [Int](repeating: 0, count: clusters)
    for label in labels { counts[Int(label)] += 1 }
    relocate(&sums, &counts, old)
    let largest = counts.indices.max { counts[$0] < counts[$1] } ?? 0
    return (0..<clusters * width).map { place in
      let cluster = place / width
      // With fewer different rows than clusters, an empty cluster gets the centre of the largest one.
      let taken = counts[cluster] > 0 ? cluster : largest
      return sums[taken * width + place % width] / Double(max(1, counts[taken]))
    }
  }

  private func relocate(_ sums: inout [Double], _ counts: inout [Int], _ old: [Double]) {
    let empty = counts.indices.filter { counts[$0] == 0 }
    guard !empty.isEmpty else { return }
    let rows = distances.rows, width = rows.columns
    let squares = squares(to: old)
    let far = squares.indices.sorted { (squares[$1], $0) < (squares[$0], $1) }.prefix(empty.count)
    guard let first = far.first, squares[first] > 0 else { return }
    for (cluster, row) in zip(empty, far) {
      let from = Int(labels[row]), values = rows.row(row)
      for column in 0..<width {
        sums[from * width + column] -= Double(values[column])
        sums[cluster * width + column] = Double(values[column])
      }
      counts[cluster] = 1
      counts[from] -= 1
    }
  }
}
