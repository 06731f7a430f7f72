/// BERT's normalizer, as `BertNormalizer` of the `tokenizers` crate defines it.
public struct BertNormalizer: Sendable, Equatable {
  /// Whether control characters and U+FFFD are dropped, and each white space becomes a space.
  public var cleanText: Bool
  /// Whether spaces are put around each CJK ideograph.
  public var handleChineseChars: Bool
  /// Whether the text is decomposed (NFD) and nonspacing marks are dropped; `nil` follows `lowercase`.
  public var stripAccents: Bool?
  /// Whether each scalar becomes lower case.
  public var lowercase: Bool

  /// A normalizer from its settings; the defaults are those of an uncased BERT.
  public init(
    cleanText: Bool = true, handleChineseChars: Bool = true, stripAccents: Bool? = nil, lowercase: Bool = true
  ) {
    self.cleanText = cleanText
    self.handleChineseChars = handleChineseChars
    self.stripAccents = stripAccents
    self.lowercase = lowercase
  }

  var stripsAccents: Bool { stripAccents ?? lowercase }
}
