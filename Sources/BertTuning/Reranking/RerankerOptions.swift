/// What a reranker learns from besides the pairs that belong together.
public struct RerankerOptions: Sendable, Equatable {
  /// Texts that do not belong to what is asked, for each pair; those of the data count where it has some.
  public var negatives = 4
  /// Whether they are those that are like what is asked, by the vectors of the encoder, and not drawn.
  public var areHard = false
  /// See ``ContrastiveOptions/negativeMargin``.
  public var negativeMargin = ContrastiveOptions.usualNegativeMargin

  /// The defaults: four that are drawn.
  public init() {}

  /// - Throws: ``TuningError/option(name:value:rule:)``
  func validate() throws(TuningError) {
    var options = ContrastiveOptions()
    options.hardNegatives = negatives
    options.negativeMargin = negativeMargin
    try options.validate()
  }
}
