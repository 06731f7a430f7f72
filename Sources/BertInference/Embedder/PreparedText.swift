package import BertText

/// A text cut into tokens by a ``TextEmbedder``.
public struct PreparedText: Sendable {
  package let encoding: Encoding

  /// Tokens, special ones included.
  public var tokenCount: Int { encoding.ids.count }
}
