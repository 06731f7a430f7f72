/// How near a quantised model stays to the same model in fp32, on texts.
public struct Agreement: Sendable, Codable, Equatable {
  /// Texts compared.
  public var rows: Int
  /// Share of texts with the same label, or where a text may have several, of the pairs of a text and a label with the
  /// same answer; nil without a classifier, and of numbers.
  public var sameLabel: Double?
  /// Pearson's correlation of the numbers; nil for labels, and where the numbers do not vary.
  public var correlation: Double?
  /// The largest difference of a logit; nil without a classifier.
  public var largestLogitDifference: Double?
  /// The least cosine between the two models' sentence vectors, the means of the tokens' states.
  public var worstCosine: Double
  /// The mean of these cosines.
  public var meanCosine: Double

  /// The figure that a threshold applies to: the share of same labels, the correlation of numbers, or without a classifier
  /// the worst cosine.
  public var decisive: Double { sameLabel ?? correlation ?? worstCosine }

  /// Figures of their parts.
  package init(
    rows: Int, sameLabel: Double? = nil, largestLogitDifference: Double? = nil, worstCosine: Double, meanCosine: Double
  ) {
    self.rows = rows
    self.sameLabel = sameLabel
    self.largestLogitDifference = largestLogitDifference
    self.worstCosine = worstCosine
    self.meanCosine = meanCosine
  }

  private enum CodingKeys: String, CodingKey {
    case rows, correlation
    case sameLabel = "same_label"
    case largestLogitDifference = "largest_logit_difference"
    case worstCosine = "worst_cosine"
    case meanCosine = "mean_cosine"
  }
}
