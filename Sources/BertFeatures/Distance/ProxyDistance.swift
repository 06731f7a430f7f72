import BertBaselines
package import BertKernels
import Foundation

/// The proxy A-distance of two domains (Ben-David et al. 2007): 2(1 − 2ε), with ε the error of a classifier that tells
/// the domains apart on held-out rows. It is 0 where the classifier only guesses, and 2 where it makes no error.
///
/// The classifier is scikit-learn's logistic regression with C = 1 and balanced classes, on the vectors as they are;
/// row i of each domain is held out in part i mod 5. ε is the mean of the two domains' errors, so that their sizes do
/// not matter.
package struct ProxyDistance: Sendable {
  /// ε, 0 ... 1.
  package let error: Double
  /// p(target | x) / p(source | x) of each source row by a classifier that did not learn from the row, at most 1000:
  /// importance weights of the source rows, [n].
  package let odds: [Double]
  /// 2(1 − 2ε), raised to 0 where chance makes it negative.
  package var value: Double { max(0, 2 * (1 - 2 * error)) }

  /// Parts of the cross-validation.
  private static let parts = 5

  /// Fits the classifiers of the cross-validation.
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
      // The softmax has two rows of weights, scikit-learn's binary model one: the same optimum at half of its C.
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
