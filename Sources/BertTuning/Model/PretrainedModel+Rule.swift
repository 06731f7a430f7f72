import BertData
import BertInference

extension PretrainedModel {
  /// How the outputs of a model that learns from rows become an answer. A reranker whose files put a logistic function
  /// behind its output keeps it where all numbers are from 0 to 1.
  func rule(for data: TrainingData) -> OutputRule {
    guard data.problem == .regression else { return .usual(data.problem, labels: data.labels.count) }
    let isReranker = hasClassifier && (try? answers().rule) == .regression(isLogistic: true)
    return .regression(
      isLogistic: isReranker && data.training.allSatisfy { (0...1).contains($0.number ?? .nan) })
  }
}
