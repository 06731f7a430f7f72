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

  /// The entities: ranges of words where the row has words, by their tags as seqeval reads them by default, or of Unicode
  /// scalars where it has a text; nil where none were read.
  public var entities: [LabelledRange]? {
    switch content {
    case .words(_, let tags): tags.map { EntityDecoding.entities($0) }
    case .text(_, let entities): entities
    }
  }
}
