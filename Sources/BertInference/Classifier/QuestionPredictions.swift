public import BertData
package import BertStorage

/// A model's predictions for one text, one for each of several tasks, in their order.
public struct QuestionPredictions: Sendable, Equatable {
  /// The names of the tasks.
  public let questions: [String]
  /// The prediction for each task.
  public let answers: [Prediction]

  /// The prediction for a task; nil where the model has no such task.
  public subscript(question: String) -> Prediction? {
    questions.firstIndex(of: question).map { answers[$0] }
  }

  /// Whether every score is finite. Predictions that are not must not be used.
  public var isFinite: Bool { answers.allSatisfy(\.isFinite) }

  /// The predictions as a JSON object, with a member for each task.
  ///
  /// - Parameters:
  ///   - top: how many labels have their scores given, the highest first; nil for all in their order.
  ///   - withLogits: whether the logits are given too.
  package func document(top: Int?, withLogits: Bool = false) -> JSONValue {
    .object(
      zip(questions, answers).map { question, answer in
        let shown = top.map { Array(answer.ranking.prefix($0)) } ?? Array(answer.labels.indices)
        var members = answer.members(label: answer.label, shown: shown)
        if withLogits { members.append(("logits", .array(answer.logits.map { .float(Float($0)) }))) }
        return (question, .object(members))
      })
  }
}
