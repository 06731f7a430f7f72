import BertData

/// What fine-tuning makes of its training rows beside learning each as it is. What is nil is left out; rows that judge are
/// never changed.
public struct AugmentationOptions: Sendable, Codable, Equatable {
  /// New versions of the texts that are learnt beside them.
  public var texts: TextAugmentation?
  /// α of mix-up (Zhang et al., arXiv 1710.09412) of the sentence vectors: in each step they are mixed with others of the
  /// batch by a share from Beta(α, α), and so is the loss.
  public var mixup: Double?
  /// p of resampling, 0 ..< 1: an epoch has so many rows of a label as the most frequent has, times its share of these to
  /// the power of p. With 0 all labels have equally many.
  public var resampling: Double?

  /// Nothing of the kind.
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
