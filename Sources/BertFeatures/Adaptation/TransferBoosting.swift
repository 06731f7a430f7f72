package import BertBaselines
import BertData
package import BertKernels
import Foundation

/// TrAdaBoost (Dai et al. 2007): logistic regressions on source rows and few labelled rows of the target, boosted so
/// that source rows that contradict the target lose their weight.
///
/// The figures are those of adapt 0.4.5 with scikit-learn's `LogisticRegression(C: 1)`; as
/// there, the error of a row is 1 minus the probability of its label.
package struct TransferBoosting: Sendable {
  /// The regressions of the later half of the rounds, which vote.
  package let models: [LinearModel]
  /// The weight of the vote of each.
  package let votes: [Double]
  /// The weights of the source rows in the last round, [n]; with those of the target rows they add up to 1.
  package let sourceWeights: [Double]
  /// The weighted error on the target in each round.
  package let errors: [Double]

  /// - Parameters:
  ///   - domains: Source rows, and rows of the target with labels.
  ///   - sourceLabels: 0 ..< classes, [n].
  ///   - targetLabels: 0 ..< classes, [m].
  ///   - rounds: Regressions that are fitted, one after another.
  /// - Throws: `setting`, `count`, `value`.
  package init(
    _ domains: FeatureDomains, sourceLabels: [Int], targetLabels: [Int], classes: Int, rounds: Int = 10,
    _ compute: Compute
  ) throws(FeatureSpaceError) {
    guard rounds > 0 else { throw .setting(name: "the number of rounds", rule: "1 or more") }
    let sources = domains.source.rows, targets = domains.target.rows
    for (labels, expected) in [(sourceLabels, sources), (targetLabels, targets)] {
      guard labels.count == expected else { throw .count(of: "labels", found: labels.count, expected: expected) }
      if let bad = labels.firstIndex(where: { $0 < 0 || $0 >= classes }) {
        throw .value(of: "label", row: bad, rule: "0 to \(classes - 1)")
      }
    }
    let rows = domains.stacked, shared = SharedRows(rows, compute), labels = sourceLabels + targetLabels
    var weights = [Double](repeating: 1 / Double(rows.rows), count: rows.rows)
    let keep = 1 / (1 + (2 * log(Double(sources)) / Double(rounds)).squareRoot())
    var solver = LBFGS()
    solver.options.gradientTolerance = 1e-8
    // For two classes scikit-learn fits one row of weights: the same optimum at twice this C.
    let regression = LogisticRegression(strength: classes == 2 ? 0.5 : 1, solver: solver)
    var models: [LinearModel] = [], errors: [Double] = []
    for round in 0..<rounds {
      let total = weights.reduce(0, +)
      for index in weights.indices { weights[index] /= total }
      let fit = regression.fit(
        shared, labels: labels, classes: classes, rowWeights: weights.map { $0 * Double(rows.rows) }, start: models.last
      )
      models.append(fit.model)
      let misses = Self.misses(fit.model.logits(rows), labels, classes)
      let counted = weights[sources...].reduce(0, +)
      let error = zip(weights[sources...], misses[sources...]).reduce(0) { $0 + $1.0 * $1.1 } / counted
      errors.append(error)
      guard round < rounds - 1 else { break }
      let raise = max(error, .ulpOfOne) / (2 - error)
      for index in weights.indices { weights[index] *= pow(index < sources ? keep : 1 / raise, misses[index]) }
    }
    self.errors = errors
    self.models = Array(models[(rounds / 2)...])
    votes = errors[(rounds / 2)...].map { -log($0 / (2 - $0) + .ulpOfOne) + 2 * .ulpOfOne }
    sourceWeights = Array(weights[..<sources])
  }

  /// 1 − the probability of the label, [rows].
  private static func misses(_ logits: [Double], _ labels: [Int], _ classes: Int) -> [Double] {
    labels.indices.map { row in
      1 - Softmax.probabilities(logits[row * classes..<(row + 1) * classes])[labels[row]]
    }
  }

  /// The probability of each class: the weighted mean of the regressions'. `[rows, classes]`, row after row.
  package func probabilities(_ vectors: DoubleMatrix) -> [Double] {
    guard let classes = models.first?.classes else { return [] }
    let total = votes.reduce(0, +)
    var mean = [Double](repeating: 0, count: vectors.rows * classes)
    for (model, vote) in zip(models, votes) {
      let logits = model.logits(vectors)
      for row in 0..<vectors.rows {
        let range = row * classes..<(row + 1) * classes
        for (index, probability) in zip(range, Softmax.probabilities(logits[range])) {
          mean[index] += vote / total * probability
        }
      }
    }
    return mean
  }

  /// One regression in place of all that vote, with the mean of their logits weighted by their votes. Its probabilities
  /// are the normalized geometric mean of theirs (a logarithmic opinion pool, Genest and Zidek 1986);
  /// ``probabilities(_:)`` has the arithmetic mean.
  package var pooled: LinearModel {
    let total = votes.reduce(0, +)
    var pooled = LinearModel(classes: models.first?.classes ?? 0, columns: models.first?.columns ?? 0)
    for (model, vote) in zip(models, votes) {
      for index in pooled.weights.indices { pooled.weights[index] += vote / total * model.weights[index] }
      for index in pooled.biases.indices { pooled.biases[index] += vote / total * model.biases[index] }
    }
    return pooled
  }
}
