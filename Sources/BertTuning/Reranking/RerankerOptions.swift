/// Which negatives a reranker learns from besides the pairs that belong together.
public struct RerankerOptions: Sendable, Equatable {
  /// The number of negatives for each pair; where the data have negatives, these are taken instead.
  public var negatives = 4
  /// Whether negatives are mined, as the texts nearest to the query by the encoder's vectors, instead of drawn at
  /// random.
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
