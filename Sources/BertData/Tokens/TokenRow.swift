/// A row of data with labels of tokens: a sentence as a list of words, or a text with marked spans.
public struct TokenRow: Sendable, Equatable {
  /// What a row contains.
  public enum Content: Sendable, Equatable {
    /// Words, and a tag for each where tags were read.
    case words([String], tags: [TokenTag]?)
    /// A text, and, where they were read, its entities as ranges of Unicode scalars, in order and without overlaps.
    case text(String, entities: [LabelledRange]?)
  }

  /// The words or the text.
  public var content: Content
  /// 1-based line on which the row starts.
  public var line: Int

  /// A row.
  ///
  /// - Parameters:
  ///   - content: the words or the text.
  ///   - line: the 1-based line on which the row starts.
  public init(_ content: Content, line: Int) {
    self.content = content
    self.line = line
  }

  /// The entities: ranges of words where the row has words, by their tags as seqeval reads them by default, or of
  /// Unicode scalars where it has a text; nil where none were read.
  public var entities: [LabelledRange]? {
    switch content {
    case .words(_, let tags): tags.map { EntityDecoding.entities($0) }
    case .text(_, let entities): entities
    }
  }
}
