package import BertData
import BertInference

/// Metrics from logits, and those of the simplest model of all.
package enum Evaluation {
  /// - Parameters:
  ///   - logits: [rows, C]
  ///   - truth: [rows], of the rule's problem.
  package static func metrics(
    logits: [Double], truth: [Target], labels: [String], rule: OutputRule = .singleLabel
  ) -> TaskMetrics {
    TaskMetrics(labels: labels, truth: truth, scores: scores(logits, labels: labels.count, rule), rule: rule)
  }

  /// What a rule makes of logits, [rows, C].
  package static func scores(_ logits: [Double], labels: Int, _ rule: OutputRule) -> [Double] {
    stride(from: 0, to: logits.count, by: max(1, labels)).flatMap { rule.scores(Array(logits[$0..<$0 + labels])) }
  }

  /// Judges a classifier on rows with labels; nil where there are no rows.
  ///
  /// - Throws: `interrupted`; `inference` where a row has no answer.
  package static func metrics(
    of classifier: any Classifier, on rows: [Example], isCancelled: () -> Bool
  ) throws(TuningError) -> TaskMetrics? {
    guard !rows.isEmpty else { return nil }
    do {
      let logits = try classifier.logits(rows, isCancelled: isCancelled)
      return metrics(
        logits: logits, truth: rows.compactMap(\.target), labels: classifier.labels, rule: classifier.rule)
    } catch let error as InferenceError {
      throw TuningError(error)
    } catch {
      throw .interrupted(checkpoint: nil)
    }
  }

  /// What one gets without looking at the text: the floor under every other result. Every text gets the most frequent
  /// label of the training rows, its probabilities the shares of the labels there; or of several labels those that most
  /// rows have; or the mean number. nil where there are no rows.
  package static func floor(training: [Target], truth: [Target], labels: [String]) -> TaskMetrics? {
    guard let problem = truth.first?.problem else { return nil }
    let rows = Double(max(1, training.count))
    let answer: [Double] =
      switch problem {
      case .singleLabel, .multiLabel: Target.counts(training, labels: labels.count).map { Double($0) / rows }
      case .regression:
        [training.lazy.compactMap { if case .number(let number) = $0 { number } else { nil } }.reduce(0, +) / rows]
      }
    return TaskMetrics(
      labels: labels, truth: truth, scores: truth.flatMap { _ in answer }, rule: .usual(problem, labels: labels.count))
  }
}
