import BertBaselines
package import BertKernels
import Foundation

/// The proxy A-distance of two domains (Ben-David et al. 2007): 2(1 − 2ε), with ε the error of a classifier that tells the
/// domains apart on rows it did not learn from. 0: it cannot; 2: it always can.
///
/// The classifier is scikit-learn's logistic regression with C = 1 and balanced classes, on the vectors as they are; row i of
/// each domain is held out in part i mod 5; ε is the mean of the errors on either domain, so that their sizes do not count.
package struct ProxyDistance: Sendable {
  /// ε, 0 ... 1.
  package let error: Double
  /// How much likelier each source row is in the target than in the source, told by what did not learn from it: weights of source
  /// rows, [n], at most 1000.
  package let odds: [Double]
  /// 2(1 − 2ε), but not below 0, where only chance leads.
  package var value: Double { max(0, 2 * (1 - 2 * error)) }

  /// Parts of the cross-validation.
  private static let parts = 5

  package init(_ domains: FeatureDomains, _ compute: Compute) {
    let rows = domains.stacked, sources = domains.source.rows
    let parts = min(Self.parts, sources, domains.target.rows)
    var missed = [0.0, 0.0], odds = [Double](repeating: 1, count: sources)
    for part in 0..<parts {
      var kept: [Int] = [], held: [Int] = []
      for row in 0..<rows.rows {
        let place = row < sources ? row : row - sources
        if place % parts == part { held.append(row) } else { kept.append(row) }
      }
      let labels = kept.map { $0 < sources ? 0 : 1 }
      let counts = [0, 1].map { label in labels.count { $0 == label } }
      // Two rows of weights: scikit-learn fits one, at twice this strength.
      let fit = LogisticRegression(strength: 0.5).fit(
        SharedRows(rows.selecting(kept), compute), labels: labels, classes: 2,
        classWeights: counts.map { Double(kept.count) / Double(2 * max(1, $0)) })
      let logits = fit.model.logits(rows.selecting(held))
      for (place, row) in held.enumerated() {
        let label = row < sources ? 0 : 1, answer = logits[2 * place + 1] > logits[2 * place] ? 1 : 0
        if label != answer { missed[label] += 1 }
        if label == 0 { odds[row] = min(1000, exp(logits[2 * place + 1] - logits[2 * place])) }
      }
    }
    self.odds = odds
    error = (missed[0] / Double(sources) + missed[1] / Double(domains.target.rows)) / 2
  }
}
