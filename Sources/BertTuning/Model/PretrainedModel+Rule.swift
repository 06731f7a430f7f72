import BertData
import BertInference

extension PretrainedModel {
  /// How the outputs of a model that learns from rows become an answer. A reranker whose files put a logistic function
  /// behind its output keeps it where all numbers are from 0 to 1. With several questions, each has a rule of its own
  /// and this function is not called.
  ///
  /// - Parameter ranks: Whether a model without such files learns the logistic function as well.
  func rule(for data: TrainingData, ranks: Bool) -> OutputRule {
    guard let problem = data.problem else { return .singleLabel }
    guard problem == .regression else { return .usual(problem, labels: data.labels.count) }
    let isReranker = hasClassifier && (try? answers().rule) == .regression(isLogistic: true)
    return .regression(
      isLogistic: (isReranker || ranks) && data.training.allSatisfy { (0...1).contains($0.number ?? .nan) })
  }
}
