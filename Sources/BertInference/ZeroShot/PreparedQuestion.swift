/// A text made ready for a ``ZeroShotClassifier``.
public struct PreparedQuestion: Sendable {
  enum Content: Sendable {
    /// The text, whose vector is compared.
    case text(PreparedText)
    /// The text paired with each sentence about each label, for an entailment head.
    case pairs([PreparedRow])
  }

  let content: Content

  /// Whether only a part of the text is read, because it is too long.
  package var isCut: Bool {
    switch content {
    case .text(let text): text.isCut
    case .pairs(let pairs): pairs.contains { $0.isCut }
    }
  }

  /// Tokens that are computed, including special tokens.
  public var tokenCount: Int {
    switch content {
    case .text(let text): text.tokenCount
    case .pairs(let pairs): pairs.reduce(0) { $0 + $1.tokenCount }
    }
  }
}
