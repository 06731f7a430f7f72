import BertData
package import BertKernels

/// k-means by Lloyd's iterations, as scikit-learn's `KMeans` runs them: with the same stopping rules and the same
/// treatment of clusters that become empty.
///
/// Distances come from matrix products in blocks of rows; memory beside the rows is O(N + K·D). Sums run over the rows
/// in their order, so that the result does not depend on the number of threads.
package struct KMeans: Sendable {
  /// Clusters, K.
  package var clusters: Int
  /// How many times k-means starts, each time from other centres; the fit with the lowest inertia is kept.
  package var starts = 10
  /// The most iterations of one start.
  package var iterations = 300
  /// A start ends when the squared movements of the centres sum to no more than this part of the columns' mean
  /// variance.
  package var tolerance = 1e-4

  package init(clusters: Int) { self.clusters = clusters }

  /// Fits from centres chosen by k-means++.
  ///
  /// - Parameters:
  ///   - rows: [N, D]
  ///   - seed: The seed of all choices.
  ///   - progress: Called with the part of the starts that is done.
  /// - Throws: `notFinite`, `tooManyClusters`, `option`.
  package func fit(
    _ rows: Matrix, seed: UInt64, compute: Compute, progress: (Double) -> Void = { _ in }
  ) throws(VectorRowsError) -> KMeansFit {
    let distances = try prepared(rows, compute)
    var generator = SeededGenerator(seed: seed)
    var best: KMeansFit?
    for start in 0..<max(1, starts) {
      let first = KMeansStart.choose(distances, count: clusters) { generator.nextUniform() }
      let fit = run(distances, from: first.flatMap { row in (0..<rows.columns).map { Double(rows.row(row)[$0]) } })
      // Where the inertia of the same clustering under other numbers is lower, that is only rounding.
      if best.map({ fit.inertia < $0.inertia && !fit.isSameClustering(as: $0) }) ?? true { best = fit }
      progress(Double(start + 1) / Double(max(1, starts)))
    }
    guard let best else { throw .option(name: "starts", rule: "at least 1") }
    return best
  }

  /// Fits from given centres.
  ///
  /// - Parameters:
  ///   - rows: [N, D]
  ///   - centres: The first centres. [K, D]
  /// - Throws: `notFinite`, `tooManyClusters`, `option`, `length`.
  package func fit(
    _ rows: Matrix, from centres: [Double], compute: Compute
  ) throws(VectorRowsError) -> KMeansFit {
    let distances = try prepared(rows, compute)
    guard centres.count == clusters * rows.columns else {
      throw .length(name: "the first centres", found: centres.count, rows: clusters * rows.columns)
    }
    return run(distances, from: centres)
  }

  private func prepared(_ rows: Matrix, _ compute: Compute) throws(VectorRowsError) -> SquaredDistances {
    guard clusters >= 1 else { throw .option(name: "the number of clusters", rule: "at least 1") }
    guard clusters <= rows.rows else { throw .tooManyClusters(wanted: clusters, rows: rows.rows) }
    try rows.requireFinite()
    return SquaredDistances(rows, compute: compute)
  }

  private func run(_ distances: SquaredDistances, from first: [Double]) -> KMeansFit {
    let limit = tolerance * distances.meanVariance
    var step = LloydStep(distances, clusters: clusters)
    var centres = first, last: [Int32] = []
    var done = 0, isSettled = false
    while done < iterations, !isSettled {
      step.assign(to: centres)
      let next = step.means(moving: centres)
      let shift = zip(centres, next).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      centres = next
      done += 1
      if step.labels == last {
        isSettled = true
      } else {
        last = step.labels
        if shift <= limit { break }
      }
    }
    // The labels must be those of the last centres.
    if !isSettled { step.assign(to: centres) }
    let squares = step.squares(to: centres)
    return KMeansFit(
      clusters: clusters, columns: distances.rows.columns, centres: centres, labels: step.labels,
      distances: squares.map { Float($0.squareRoot()) }, inertia: squares.reduce(0, +), iterations: done)
  }
}
