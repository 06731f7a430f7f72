public import BertData
package import BertStorage

/// What a model says about one text to each of several questions, in their order.
public struct QuestionPredictions: Sendable, Equatable {
  /// The names of the questions.
  public let questions: [String]
  /// The answer to each.
  public let answers: [Prediction]

  /// The answer to a question; nil where the model does not know it.
  public subscript(question: String) -> Prediction? {
    questions.firstIndex(of: question).map { answers[$0] }
  }

  /// Whether every score is a number. Only then are these answers.
  public var isFinite: Bool { answers.allSatisfy(\.isFinite) }

  /// The answers as a JSON object, each by its name and as its kind.
  ///
  /// - Parameters:
  ///   - top: the labels whose scores are given, the highest first; nil for all in their order.
  ///   - withLogits: whether the outputs are given too.
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
