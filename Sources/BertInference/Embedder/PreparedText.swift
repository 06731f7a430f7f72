package import BertText

/// A text tokenized by a ``TextEmbedder``.
public struct PreparedText: Sendable {
  package let encoding: Encoding

  /// Whether only a part of the text is read, because it is too long.
  package var isCut: Bool { encoding.isTruncated }

  /// Tokens, including special tokens.
  public var tokenCount: Int { encoding.ids.count }
}
