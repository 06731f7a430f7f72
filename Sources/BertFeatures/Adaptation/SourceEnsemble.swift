import BertData
import Foundation

/// Weights of several source models on a target with few labels: they are not negative, add up to 1 and minimize the
/// log loss of the weighted mean of the models' logits.
///
/// The mean of logits is a logarithmic opinion pool (Genest and Zidek 1986): its probabilities are the normalized
/// weighted geometric mean of the models' probabilities. The mean of linear models is a linear model. The loss is
/// convex in the weights.
package struct SourceEnsemble: Sendable {
  /// The weight of each model, [models].
  package let weights: [Double]
  /// The mean log loss on the rows given, in nats.
  package let loss: Double

  /// - Parameters:
  ///   - logits: Of each model, `[models][m × classes]`, row after row.
  ///   - labels: 0 ..< classes, [m], m > 0.
  /// - Throws: `empty`, `count`, `value`.
  package init(logits: [[Double]], classes: Int, labels: [Int]) throws(FeatureSpaceError) {
    guard !labels.isEmpty, !logits.isEmpty else { throw .empty(.target) }
    if let bad = labels.firstIndex(where: { $0 < 0 || $0 >= classes }) {
      throw .value(of: "label", row: bad, rule: "0 to \(classes - 1)")
    }
    for model in logits {
      guard model.count == labels.count * classes else {
        throw .count(of: "logits", found: model.count, expected: labels.count)
      }
      if let bad = model.firstIndex(where: { !$0.isFinite }) {
        throw .value(of: "logit", row: bad / max(1, classes), rule: "a finite number")
      }
    }
    let share = 1 / Double(labels.count)
    let found = SimplexMinimum(count: logits.count) { weights in
      var loss = 0.0, gradient = [Double](repeating: 0, count: weights.count)
      for (row, label) in labels.enumerated() {
        let range = row * classes..<(row + 1) * classes
        let mixed = range.map { place in weights.indices.reduce(0) { $0 + weights[$1] * logits[$1][place] } }
        let most = mixed.max() ?? 0
        loss += share * (most + log(mixed.reduce(0) { $0 + exp($1 - most) }) - mixed[label])
        let probabilities = Softmax.probabilities(mixed[...])
        for model in weights.indices {
          let expected = zip(range, probabilities).reduce(0) { $0 + logits[model][$1.0] * $1.1 }
          gradient[model] += share * (expected - logits[model][range.lowerBound + label])
        }
      }
      return (loss, gradient)
    }
    weights = found.weights
    loss = found.value
  }
}
