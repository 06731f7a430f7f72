/// One of several questions about a text.
public struct Question: Sendable, Codable, Equatable {
  /// Its name in answers and metrics.
  public var name: String
  /// The column with its answers.
  public var column: String
  /// What kind of answer it has.
  public var problem: ProblemType

  /// Creates a question; each parameter sets the property of its name.
  public init(name: String, column: String, problem: ProblemType) {
    self.name = name
    self.column = column
    self.problem = problem
  }

  /// Whether a question may have the name, which becomes part of the names of tensors and of options.
  ///
  /// - Parameter name: the name: 1 to 64 ASCII letters, digits, hyphens and underscores.
  public static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64
      && name.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 95
      }
  }
}
