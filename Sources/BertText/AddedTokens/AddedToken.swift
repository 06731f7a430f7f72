/// A token that is searched in the text before the model splits the rest into subwords.
public struct AddedToken: Sendable, Equatable {
  /// The token's spelling.
  public var content: String
  /// The token's id.
  public var id: Int32
  /// Whether the token matches only where no word character is next to it.
  public var singleWord: Bool
  /// Whether the token includes the white space before it.
  public var leftStrip: Bool
  /// Whether the token includes the white space after it.
  public var rightStrip: Bool
  /// Whether the normalized spelling is matched in the normalized text, instead of the raw one in the raw text.
  public var normalized: Bool
  /// Whether the token is special; special tokens are searched before the others.
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
