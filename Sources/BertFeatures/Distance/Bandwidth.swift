package import BertKernels

/// The width of the radial kernel exp(−γ‖x − y‖²).
package enum Bandwidth: Sendable, Equatable {
  /// γ itself.
  case gamma(Double)
  /// γ = 1 / d: scikit-learn's default.
  case dimensions
  /// γ = 1 / (2h), with h the median of the squared distances between rows of both domains (Gretton et al. 2012). Of
  /// more than 500 rows, 500 are taken, evenly spaced.
  case median

  /// The most rows that the median is computed from.
  private static let most = 500

  /// γ for these domains.
  ///
  /// - Throws: `setting` for a γ that is not a positive number; `unsolved` for a median of 0.
  package func gamma(_ domains: FeatureDomains, _ compute: Compute) throws(FeatureSpaceError) -> Double {
    switch self {
    case .gamma(let gamma):
      guard gamma > 0, gamma.isFinite else { throw .setting(name: "gamma", rule: "a positive number") }
      return gamma
    case .dimensions: return 1 / Double(domains.dimensions)
    case .median:
      let all = domains.centred(compute).stacked, count = min(all.rows, Self.most)
      let chosen = all.selecting((0..<count).map { $0 * all.rows / count })
      let products = compute.product(chosen.operand, chosen.transpose)
      var distances: [Double] = []
      distances.reserveCapacity(count * (count - 1) / 2)
      for row in 0..<count {
        let line = products.values(ofRow: row)
        for column in 0..<row { distances.append(line[row] + products[column, column] - 2 * line[column]) }
      }
      distances.sort()
      let middle = distances.count / 2
      let median =
        distances.count.isMultiple(of: 2) ? (distances[middle - 1] + distances[middle]) / 2 : distances[middle]
      guard median > 0 else {
        throw .unsolved(
          what: "most vectors of the two domains are the same, and their median distance is 0",
          remedy: "take out the duplicates")
      }
      return 1 / (2 * median)
    }
  }
}
