/// What k-means found.
package struct KMeansFit: Sendable {
  /// The number of clusters, K. Some are empty where fewer than K rows differ.
  package let clusters: Int
  /// Values of a centre, D.
  package let columns: Int
  /// The centres of the clusters. [K, D]
  package private(set) var centres: [Double]
  /// The cluster of each row. [N]
  package private(set) var labels: [Int32]
  /// The Euclidean distance of each row to its centre. [N]
  package let distances: [Float]
  /// The sum of the squared distances.
  package let inertia: Double
  /// Iterations of the start that was kept.
  package let iterations: Int

  init(
    clusters: Int, columns: Int, centres: [Double], labels: [Int32], distances: [Float], inertia: Double,
    iterations: Int
  ) {
    self.clusters = clusters
    self.columns = columns
    self.centres = centres
    self.labels = labels
    self.distances = distances
    self.inertia = inertia
    self.iterations = iterations
  }

  /// Rows of each cluster. [K]
  package var sizes: [Int] {
    var sizes = [Int](repeating: 0, count: clusters)
    for label in labels { sizes[Int(label)] += 1 }
    return sizes
  }

  /// Whether two fits put the same rows together, whatever the clusters' numbers.
  func isSameClustering(as other: KMeansFit) -> Bool {
    var numbers = [Int32](repeating: -1, count: clusters)
    for (ours, theirs) in zip(labels, other.labels) {
      if numbers[Int(ours)] < 0 { numbers[Int(ours)] = theirs }
      if numbers[Int(ours)] != theirs { return false }
    }
    return true
  }

  /// The same clusters numbered by size, the largest first; of equal sizes the one whose first row comes first.
  package var ordered: KMeansFit {
    let sizes = sizes
    var firstRow = [Int](repeating: labels.count, count: clusters)
    for (row, label) in labels.enumerated().reversed() { firstRow[Int(label)] = row }
    let order = (0..<clusters).sorted { (sizes[$1], firstRow[$0], $0) < (sizes[$0], firstRow[$1], $1) }
    var number = [Int32](repeating: 0, count: clusters)
    for (new, old) in order.enumerated() { number[old] = Int32(new) }
    var fit = self
    fit.labels = labels.map { number[Int($0)] }
    fit.centres = order.flatMap { centres[$0 * columns..<($0 + 1) * columns] }
    return fit
  }
}
