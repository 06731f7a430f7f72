package import BertData
import BertInference

/// Metrics from logits, and those of the simplest classifier of all.
package enum Evaluation {
  /// - Parameters:
  ///   - logits: [rows, C]
  ///   - truth: [rows]
  package static func metrics(logits: [Double], truth: [Int], labels: [String]) -> ClassificationMetrics {
    let classes = labels.count
    var probabilities: [Double] = []
    probabilities.reserveCapacity(logits.count)
    for row in truth.indices {
      probabilities.append(contentsOf: Softmax.probabilities(logits[row * classes..<(row + 1) * classes]))
    }
    return ClassificationMetrics(labels: labels, truth: truth, flatProbabilities: probabilities)
  }

  /// Judges a classifier on rows with labels; nil where there are no rows.
  ///
  /// - Throws: `interrupted`; `inference` where a row has no answer.
  package static func metrics(
    of classifier: any Classifier, on rows: [Example], isCancelled: () -> Bool
  ) throws(TuningError) -> ClassificationMetrics? {
    guard !rows.isEmpty else { return nil }
    do {
      let logits = try classifier.logits(rows, isCancelled: isCancelled)
      return metrics(logits: logits, truth: rows.compactMap(\.label), labels: classifier.labels)
    } catch let error as InferenceError {
      throw TuningError(error)
    } catch {
      throw .interrupted(checkpoint: nil)
    }
  }

  /// What one gets by giving every text the most frequent label of the training rows, its probabilities the shares of
  /// the labels there: the floor under every other result.
  package static func majority(counts: [Int], truth: [Int], labels: [String]) -> ClassificationMetrics {
    let rows = Double(max(1, counts.reduce(0, +)))
    let shares = counts.map { Double($0) / rows }
    return ClassificationMetrics(
      labels: labels, truth: truth, flatProbabilities: truth.flatMap { _ in shares })
  }
}
