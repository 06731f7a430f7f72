import BertData
package import BertKernels

/// The number of clusters with the best mean silhouette.
package struct ClusterChoice: Sendable {
  /// A number that was tried.
  package struct Trial: Sendable, Equatable {
    package let clusters: Int
    /// The mean silhouette of the sample.
    package let silhouette: Double
  }

  /// All that were tried, the smallest number first; never empty.
  package let trials: [Trial]
  /// Rows that the numbers were tried on: all, or a sample.
  package let sampled: Int
  /// The number with the greatest mean silhouette, of equal ones the smallest.
  package let best: Trial

  /// The most rows that the numbers are tried on; of more, a sample is taken.
  package static let largestSample = 4_000

  /// Tries numbers of clusters on the rows, or on a sample of them where there are many.
  ///
  /// - Parameters:
  ///   - rows: [N, D]
  ///   - range: The numbers; those below 2 and those not below the number of rows are left out.
  ///   - seed: The seed of the sample and of k-means.
  ///   - progress: Called with the part of the work that is done.
  /// - Throws: `tooFewRows` for fewer than three, `alike` where no two differ; `notFinite`.
  package init(
    _ rows: Matrix, range: ClosedRange<Int>, seed: UInt64, compute: Compute, progress: (Double) -> Void = { _ in }
  ) throws(VectorRowsError) {
    var sample = rows
    if rows.rows > Self.largestSample {
      var generator = SeededGenerator(seed: seed)
      sample = rows.selecting(generator.permutation(rows.rows).prefix(Self.largestSample).sorted())
    }
    var found: [(labels: [Int32], clusters: Int)] = []
    let numbers = range.filter { $0 >= 2 && $0 < sample.rows }
    for (place, clusters) in numbers.enumerated() {
      let fit = try KMeans(clusters: clusters).fit(sample, seed: seed, compute: compute)
      // With fewer different rows than clusters, greater numbers give the same clusters.
      guard fit.sizes.count(where: { $0 > 0 }) == clusters else { break }
      found.append((fit.labels, clusters))
      progress(Double(place + 1) / Double(numbers.count))
    }
    let values = found.isEmpty ? [] : try Silhouette.values(of: sample, labellings: found, compute: compute)
    let trials = zip(found, values).map { clustering, values in
      Trial(clusters: clustering.clusters, silhouette: values.reduce(0, +) / Double(values.count))
    }
    guard let first = trials.first else {
      throw rows.rows < 3 ? .tooFewRows(found: rows.rows, needed: 3) : .alike(rows: rows.rows)
    }
    self.trials = trials
    sampled = sample.rows
    best = trials.dropFirst().reduce(first) { $1.silhouette > $0.silhouette ? $1 : $0 }
  }
}
