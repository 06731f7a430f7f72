/// A row of data whose tokens have labels: a sentence cut into words, or a text with marked spans.
public struct TokenRow: Sendable, Equatable {
  /// What stands in the row.
  public enum Content: Sendable, Equatable {
    /// Words, and a tag for each where tags were read.
    case words([String], tags: [TokenTag]?)
    /// A text, and its entities as ranges of Unicode scalars where they were read, in their order and apart from one another.
    case text(String, entities: [LabelledRange]?)
  }

  /// What stands in the row.
  public var content: Content
  /// 1-based line on which the row starts.
  public var line: Int

  /// Puts the parts together.
  public init(_ content: Content, line: Int) {
    self.content = content
    self.line = line
  }
}
