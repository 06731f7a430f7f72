/// A token that is looked for in the text itself, before WordPiece.
public struct AddedToken: Sendable, Equatable {
  /// Its spelling.
  public var content: String
  /// Its id.
  public var id: Int32
  /// Match only where no word character stands beside it.
  public var singleWord: Bool
  /// Swallow the white space before it.
  public var leftStrip: Bool
  /// Swallow the white space after it.
  public var rightStrip: Bool
  /// Match the normalized spelling in the normalized text, not the raw one in the raw text.
  public var normalized: Bool
  /// Whether it is a special token; these are looked for before the others.
  public var special: Bool

  /// A token from its settings.
  public init(
    content: String, id: Int32, singleWord: Bool = false, leftStrip: Bool = false, rightStrip: Bool = false,
    normalized: Bool = false, special: Bool = true
  ) {
    self.content = content
    self.id = id
    self.singleWord = singleWord
    self.leftStrip = leftStrip
    self.rightStrip = rightStrip
    self.normalized = normalized
    self.special = special
  }
}
