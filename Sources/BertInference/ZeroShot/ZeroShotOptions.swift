public import BertEncoder

/// How labels that were never learnt are asked for.
public struct ZeroShotOptions: Sendable, Equatable {
  /// Sentences that the descriptions are put into; empty for the usual one: the description alone where vectors are
  /// compared, and ``LabelTemplate/example`` for an entailment head.
  public var templates: [LabelTemplate]
  /// What is divided by before softmax; nil for 0.05 where vectors are compared, and 1 for an entailment head.
  public var temperature: Double?
  /// Whether a text may have several labels, or none: each is decided by itself. Only an entailment head can.
  public var isMultiLabel: Bool
  /// Threads to compute with; nil takes all cores. The results do not depend on them.
  public var threads: Int?
  /// What the encoder computes in; nil takes what the weights are stored in.
  public var precision: Precision?

  /// The temperature of cosines: one twentieth, the scale by which sentence-transformers multiplies cosines when it
  /// trains encoders to tell sentences apart (its `MultipleNegativesRankingLoss`).
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
