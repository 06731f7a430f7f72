package import BertData
import Foundation

/// The shares of the labels among the training rows, whatever the text.
package struct MajorityClassifier: BaselineClassifier {
  package let labels: [String]
  /// ln of each share, [C].
  private let scores: [Double]

  /// - Parameter counts: training rows of each label, [C].
  package init(labels: [String], counts: [Int]) {
    self.labels = labels
    let rows = Double(max(1, counts.reduce(0, +)))
    // A label without rows has no share; softmax needs a number all the same.
    scores = counts.map { Double(Float(log(max(Double($0) / rows, 1e-30)))) }
  }

  package init(labels: [String], options: BaselineOptions, content: BaselineContent) throws(BaselineError) {
    self.labels = labels
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
