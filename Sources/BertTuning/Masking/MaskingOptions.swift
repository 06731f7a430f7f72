import BertStorage

/// Which tokens of a text are to be predicted (Devlin et al., arXiv 1810.04805).
public struct MaskingOptions: Sendable, Codable, Equatable {
  /// The share of a text's tokens, above 0 and below 1; at least one of each text.
  public var share = 0.15
  /// Whether the tokens of a word are predicted all together or not at all.
  public var wholeWords = false

  /// The defaults: 15 % of the tokens, each by itself.
  public init() {}

  /// - Throws: ``TuningError/option(name:value:rule:)``
  func validate() throws(TuningError) {
    try TrainingOptions.check("mask", share, share > 0 && share < 1, "must be above 0 and below 1, such as 0.15")
  }
}
