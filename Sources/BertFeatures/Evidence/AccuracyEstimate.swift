/// How the accuracy on a target without labels is estimated from answers on held-out labelled source rows.
package enum AccuracyEstimate: Sendable {
  /// Average thresholded confidence (Garg et al. 2022, arXiv 2201.04234): the share of target rows at or above a
  /// threshold of confidence, below which there are as many source rows as wrong answers on the source.
  case thresholded
  /// Difference of confidences (Guillory et al. 2021, arXiv 2107.03315): the accuracy on the source minus the
  /// fall of the mean confidence from the source to the target.
  case difference
  /// Importance-weighted validation (Sugiyama et al. 2007): the share of right answers on the source, with these
  /// weights of its rows, [n].
  case weighted([Double])

  /// The name of the estimate in a receipt.
  package var evidence: TransferReceipt.Evidence {
    switch self {
    case .thresholded: .atc
    case .difference: .doc
    case .weighted: .weighted
    }
  }

  /// The accuracy on the target, 0 ... 1.
  ///
  /// - Parameters:
  ///   - source: The answers on labelled source rows.
  ///   - target: The confidences on the target, [m], m > 0.
  /// - Throws: `empty`, `count`, `value`; `unsolved` for weights that are all zero.
  package func accuracy(
    source: JudgedAnswers, target: [Double]
  ) throws(FeatureSpaceError) -> Double {
    guard !target.isEmpty else { throw .empty(.target) }
    switch self {
    case .thresholded:
      let wrong = source.isRight.count { !$0 }
      guard wrong < source.confidences.count else { return 0 }
      let threshold = source.confidences.sorted()[wrong]
      return Double(target.count { $0 >= threshold }) / Double(target.count)
    case .difference:
      let before = source.confidences.reduce(0, +) / Double(source.confidences.count)
      let after = target.reduce(0, +) / Double(target.count)
      return min(1, max(0, source.accuracy - (before - after)))
    case .weighted(let weights):
      guard weights.count == source.isRight.count else {
        throw .count(of: "weights", found: weights.count, expected: source.isRight.count)
      }
      if let bad = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
        throw .value(of: "weight", row: bad, rule: "a number from 0 on")
      }
      let total = weights.reduce(0, +)
      guard total > 0 else {
        throw .unsolved(what: "the weights of all source rows are zero", remedy: "choose another way of weighting")
      }
      return zip(weights, source.isRight).reduce(0) { $0 + ($1.1 ? $1.0 : 0) } / total
    }
  }

  /// The same estimate for chosen rows of the source.
  func selecting(_ rows: [Int]) -> AccuracyEstimate {
    if case .weighted(let weights) = self { .weighted(rows.map { weights[$0] }) } else { self }
  }
}
