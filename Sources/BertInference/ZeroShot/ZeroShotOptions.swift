public import BertEncoder

/// How a ``ZeroShotClassifier`` scores its labels.
public struct ZeroShotOptions: Sendable, Equatable {
  /// Sentences that the descriptions are put into; empty for the default: the description alone where vectors are
  /// compared, and ``LabelTemplate/example`` for an entailment head.
  public var templates: [LabelTemplate]
  /// The scores are divided by this before softmax; nil for 0.05 where vectors are compared, and 1 for an entailment
  /// head.
  public var temperature: Double?
  /// Whether a text may have several labels, or none: each is decided by itself. This needs an entailment head.
  public var isMultiLabel: Bool
  /// Threads to compute with; nil for all cores. The results do not depend on them.
  public var threads: Int?
  /// The number format that the encoder computes in; nil for the format of the stored weights.
  public var precision: Precision?

  /// The temperature of cosines: one twentieth, because sentence-transformers multiplies cosines by 20 in its
  /// `MultipleNegativesRankingLoss`.
  public static let cosineTemperature = 0.05

  /// Options from their parts.
  public init(
    templates: [LabelTemplate] = [], temperature: Double? = nil, isMultiLabel: Bool = false, threads: Int? = nil,
    precision: Precision? = nil
  ) {
    self.templates = templates
    self.temperature = temperature
    self.isMultiLabel = isMultiLabel
    self.threads = threads
    self.precision = precision
  }
}
