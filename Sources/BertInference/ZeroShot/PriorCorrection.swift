import BertData
import Foundation

/// Accumulates the mean scores of the labels over rows, and gives the correction that makes these means equal to a
/// prior.
package struct PriorCorrection: Sendable {
  /// How many rows were added.
  package private(set) var rows = 0
  private var sums: [Double]
  /// The assumed frequency of each label, `[C]`, adding up to 1.
  private let shares: [Double]

  /// A correction without rows.
  ///
  /// - Parameters:
  ///   - prior: The assumed frequencies.
  ///   - labels: C.
  /// - Throws: `option` for weights that do not fit the labels.
  init(_ prior: LabelPrior, labels: Int) throws(InferenceError) {
    shares = try prior.shares(labels: labels)
    sums = [Double](repeating: 0, count: labels)
  }

  /// Adds the scores of rows.
  ///
  /// - Parameter logits: The logits of the rows, `[rows, C]`.
  package mutating func add(_ logits: [Double]) {
    for start in stride(from: 0, to: logits.count, by: sums.count) {
      let scores = Softmax.probabilities(logits[start..<start + sums.count])
      for (label, score) in scores.enumerated() { sums[label] += score }
      rows += 1
    }
  }

  /// The offsets to add to the logits of each row, `[C]`: log w − log m, with the frequency w of each label and the
  /// mean m of its scores.
  ///
  /// - Throws: `tooFewForPrior` for fewer than two rows, whose scores would all be the prior.
  package func offsets() throws(InferenceError) -> [Double] {
    guard rows > 1 else { throw .tooFewForPrior(rows: rows) }
    return zip(shares, sums).map { share, sum in
      log(share) - log(max(sum / Double(rows), .leastNormalMagnitude))
    }
  }
}
