import BertData

/// How fine-tuning augments its training rows. An option that is nil is off; validation and test rows are never
/// changed.
public struct AugmentationOptions: Sendable, Codable, Equatable {
  /// Changed versions of the texts, learnt beside the texts themselves.
  public var texts: TextAugmentation?
  /// α of mix-up (Zhang et al., arXiv 1710.09412): each step mixes every sentence vector with another one of the batch,
  /// and their losses with the same share, which is drawn from Beta(α, α).
  public var mixup: Double?
  /// p of resampling, 0 ..< 1. Where a label has n rows and the most frequent label has N, an epoch has N · (n / N)^p
  /// rows of the label. With p = 0 all labels have equally many.
  public var resampling: Double?

  /// No augmentation.
  public init() {}

  /// Reads the value of `--resample`: `balanced`, or the power.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  public static func resampling(parsing text: String) throws(TuningError) -> Double {
    if text == "balanced" { return 0 }
    guard let power = Double(text) else {
      throw .option(name: "resample", value: text, rule: "must be 'balanced', or a power of at least 0 and below 1")
    }
    return power
  }
}
