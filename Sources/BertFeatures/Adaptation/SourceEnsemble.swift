import Foundation

/// How much each of several source models counts on a target of which few labels are known: weights from 0 on that add up to 1 and
/// make the log loss of the weighted mean of their probabilities smallest.
///
/// The loss is convex; expectation-maximization (Dempster, Laird and Rubin 1977) lowers it at every step, until it is provably within
/// 10⁻¹² of the minimum.
package struct SourceEnsemble: Sendable {
  /// Of each model, [models].
  package let weights: [Double]
  /// The mean log loss on the rows given, in nats.
  package let loss: Double

  /// Steps at the most.
  private static let steps = 200_000

  /// - Parameter probabilities: Of the right label, for each model and each row of the target, [models][m].
  /// - Throws: `empty`, `count`, `value`; `unsolved` for a row whose label no model thinks possible.
  package init(probabilities: [[Double]]) throws(FeatureSpaceError) {
    guard let rows = probabilities.first?.count, rows > 0 else { throw .empty(.target) }
    for model in probabilities {
      guard model.count == rows else { throw .count(of: "probabilities", found: model.count, expected: rows) }
      if let bad = model.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
        throw .value(of: "probability", row: bad, rule: "0 to 1")
      }
    }
    if let bad = (0..<rows).first(where: { row in probabilities.allSatisfy { $0[row] == 0 } }) {
      throw .unsolved(
        what: "no model thinks the label of target row \(bad + 1) possible",
        remedy: "leave the row out, or smooth the probabilities")
    }
    var weights = [Double](repeating: 1 / Double(probabilities.count), count: probabilities.count)
    var mixed = [Double](repeating: 0, count: rows)
    func mix() {
      for row in 0..<rows {
        mixed[row] = probabilities.indices.reduce(0) { $0 + weights[$1] * probabilities[$1][row] }
      }
    }
    mix()
    for _ in 0..<Self.steps {
      let ratios = probabilities.map { model in
        (0..<rows).reduce(0) { $0 + model[$1] / mixed[$1] } / Double(rows)
      }
      // The loss is convex: it is above its minimum by no more than this.
      guard let largest = ratios.max(), largest - 1 > 1e-12 else { break }
      for index in weights.indices { weights[index] *= ratios[index] }
      let sum = weights.reduce(0, +)
      for index in weights.indices { weights[index] /= sum }
      mix()
    }
    self.weights = weights
    loss = -mixed.reduce(0) { $0 + log($1) } / Double(rows)
  }
}
