/// A question with the labels of its answers.
public struct QuestionLabels: Sendable, Equatable {
  /// The question.
  public var question: Question
  /// The labels, in order; for a regression only the name of the number.
  public var labels: LabelSet

  /// A question with its labels.
  ///
  /// - Parameters:
  ///   - question: the question.
  ///   - labels: the labels of its answers, in order.
  public init(_ question: Question, labels: LabelSet) {
    self.question = question
    self.labels = labels
  }

  /// The name of the question.
  public var name: String { question.name }

  /// The number of outputs that answer it, C.
  public var outputs: Int { labels.count }
}

extension [QuestionLabels] {
  /// The range of each question's outputs among the outputs of all questions.
  package var columns: [Range<Int>] {
    var end = 0
    return map { question in
      defer { end += question.outputs }
      return end..<end + question.outputs
    }
  }

  /// The rows that have an answer to one of the questions, and the answers.
  ///
  /// - Parameters:
  ///   - question: the place of the question.
  ///   - rows: the answers of each row.
  package static func answered(_ question: Int, _ rows: [[Target?]]) -> (rows: [Int], answers: [Target]) {
    var found: (rows: [Int], answers: [Target]) = ([], [])
    for (row, answers) in rows.enumerated() {
      guard let answer = answers[question] else { continue }
      found.rows.append(row)
      found.answers.append(answer)
    }
    return found
  }
}
