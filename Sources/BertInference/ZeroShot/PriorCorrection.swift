import BertData
import Foundation

/// The mean scores of the labels over rows, and what makes them those of a prior.
package struct PriorCorrection: Sendable {
  /// Rows that were counted.
  package private(set) var rows = 0
  private var sums: [Double]
  /// How often each label is held to come, `[C]`, adding up to 1.
  private let shares: [Double]

  /// A correction of no rows yet.
  ///
  /// - Parameter labels: C.
  /// - Throws: `option` for weights that do not fit the labels.
  init(_ prior: LabelPrior, labels: Int) throws(InferenceError) {
    shares = try prior.shares(labels: labels)
    sums = [Double](repeating: 0, count: labels)
  }

  /// Counts rows.
  ///
  /// - Parameter logits: `[rows, C]`
  package mutating func add(_ logits: [Double]) {
    for start in stride(from: 0, to: logits.count, by: sums.count) {
      let scores = Softmax.probabilities(logits[start..<start + sums.count])
      for (label, score) in scores.enumerated() { sums[label] += score }
      rows += 1
    }
  }

  /// What is added to the logits of each row: log w − log m, with the share w of each label and the mean m of its scores,
  /// `[C]`.
  ///
  /// - Throws: `tooFewForPrior` for fewer than two rows, whose scores would all be the prior.
  package func offsets() throws(InferenceError) -> [Double] {
    guard rows > 1 else { throw .tooFewForPrior(rows: rows) }
    return zip(shares, sums).map { share, sum in
      log(share) - log(max(sum / Double(rows), .leastNormalMagnitude))
    }
  }
}
