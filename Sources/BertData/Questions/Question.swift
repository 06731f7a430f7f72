/// One of several questions about a text.
public struct Question: Sendable, Codable, Equatable {
  /// What it is called in answers and figures.
  public var name: String
  /// The column with its answers.
  public var column: String
  /// What an answer is.
  public var problem: ProblemType

  /// A question of its parts.
  public init(name: String, column: String, problem: ProblemType) {
    self.name = name
    self.column = column
    self.problem = problem
  }

  /// Whether a question may have the name: it is part of the names of tensors, and of options.
  public static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64
      && name.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 95
      }
  }
}
