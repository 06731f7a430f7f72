package import BertText

/// A text cut into tokens by a ``TextEmbedder``.
public struct PreparedText: Sendable {
  package let encoding: Encoding

  /// Whether only a part of the text is read, because it is too long.
  package var isCut: Bool { encoding.isTruncated }

  /// Tokens, special ones included.
  public var tokenCount: Int { encoding.ids.count }
}
