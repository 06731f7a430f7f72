package import BertData
import Foundation

/// Predicts the relative frequencies of the labels in the training rows, for any text; for numbers the mean.
package struct MajorityClassifier: BaselineClassifier {
  package let labels: [String]
  package let rule: OutputRule
  /// ln of each frequency, [C]; for several labels a text the logit of each frequency; for numbers the mean.
  private let scores: [Double]

  /// - Parameter targets: Of the training rows, all of the rule's problem.
  package init(labels: [String], learning targets: [Target], rule: OutputRule) {
    self.labels = labels
    self.rule = rule
    let rows = Double(max(1, targets.count))
    let counts = Target.counts(targets, labels: labels.count)
    let scores: [Double] =
      switch rule.problem {
      // A label without rows has frequency 0, but its logarithm must be finite.
      case .singleLabel: counts.map { log(max(Double($0) / rows, 1e-30)) }
      // Likewise for a label of no row, and for a label of all rows.
      case .multiLabel: counts.map { log(max(Double($0), 1e-30) / max(rows - Double($0), 1e-30)) }
      case .regression:
        [targets.reduce(0) { sum, target in if case .number(let number) = target { sum + number } else { sum } } / rows]
      }
    self.scores = scores.map { Double(Float($0)) }
  }

  package init(labels: [String], options: BaselineOptions, content: BaselineContent) throws(BaselineError) {
    self.labels = labels
    rule = try options.rule(labels: labels)
    scores = try content.tensor("prior", shape: [labels.count]).values.map(Double.init)
  }

  package var content: BaselineContent {
    var content = BaselineContent()
    content.set("prior", [labels.count], scores)
    return content
  }

  package func logits(_ rows: [Example], isCancelled: () -> Bool) throws(PredictionInterrupted) -> [Double] {
    try logits(rows, isCancelled: isCancelled) { _ in scores }
  }
}
