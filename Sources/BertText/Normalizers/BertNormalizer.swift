/// BERT's normalizer, as `BertNormalizer` of the `tokenizers` crate defines it.
public struct BertNormalizer: Sendable, Equatable {
  /// Drop control characters and U+FFFD, make every white space a space.
  public var cleanText: Bool
  /// Set each CJK ideograph apart by spaces.
  public var handleChineseChars: Bool
  /// Decompose (NFD) and drop nonspacing marks; `nil` follows `lowercase`.
  public var stripAccents: Bool?
  /// Make every scalar lower case.
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
