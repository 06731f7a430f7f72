/// A question about a text, and the number of outputs of its head.
package struct QuestionOutputs: Sendable, Equatable {
  package let name: String
  /// C of this question.
  package let classes: Int

  package init(name: String, classes: Int) {
    self.name = name
    self.classes = classes
  }

  /// The prefix of the tensor names of all questions' heads.
  package static let prefix = "heads."

  /// The prefix of the tensor names of this question's head, such as `heads.topic.`.
  package var prefix: String { Self.prefix + name + "." }
}

extension [QuestionOutputs] {
  /// The columns of each question's outputs.
  package var columns: [Range<Int>] {
    var end = 0
    return map { question in
      defer { end += question.classes }
      return end..<end + question.classes
    }
  }
}
