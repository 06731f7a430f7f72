/// A question with the labels of its answers.
public struct QuestionLabels: Sendable, Equatable {
  /// The question.
  public var question: Question
  /// The labels, in order; of a number the one name that it has.
  public var labels: LabelSet

  /// A question with its labels.
  public init(_ question: Question, labels: LabelSet) {
    self.question = question
    self.labels = labels
  }

  /// What it is called.
  public var name: String { question.name }

  /// Outputs that answer it, C.
  public var outputs: Int { labels.count }
}

extension [QuestionLabels] {
  /// The columns of each question's outputs, where they stand side by side.
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
