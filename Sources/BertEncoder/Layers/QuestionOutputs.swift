/// A question about a text, and how many outputs answer it.
package struct QuestionOutputs: Sendable, Equatable {
  package let name: String
  /// C of this question.
  package let classes: Int

  package init(name: String, classes: Int) {
    self.name = name
    self.classes = classes
  }

  /// What stands in a checkpoint before the names of every question's head.
  package static let prefix = "heads."

  /// What stands before the names of this question's head, such as `heads.topic.`.
  package var prefix: String { Self.prefix + name + "." }
}

extension [QuestionOutputs] {
  /// The columns of each question's outputs, where they stand side by side.
  package var columns: [Range<Int>] {
    var end = 0
    return map { question in
      defer { end += question.classes }
      return end..<end + question.classes
    }
  }
}
