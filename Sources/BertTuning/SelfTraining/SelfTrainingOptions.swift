import BertData

/// How the method `finetune` learns from texts without labels: a classifier is trained on the labelled texts. Another
/// one, which starts from the pretrained encoder, is trained on these and on the texts that the first is sure of (Lee,
/// "Pseudo-Label", 2013; Xie et al., arXiv 1911.04252).
public struct SelfTrainingOptions: Sendable, Codable, Equatable {
  /// The most rounds; each takes the predictions of the classifier of the round before.
  public var rounds: Int
  /// The probability from which on a label counts as sure, above 0 and below 1.
  public var threshold: Double

  /// Takes the rounds, with the default threshold.
  public init(rounds: Int = 1, threshold: Double = SelfTrainingOptions.usualThreshold) {
    self.rounds = rounds
    self.threshold = threshold
  }

  /// The default threshold.
  public static let usualThreshold = 0.9
}

// MARK: Rules

extension TrainingOptions {
  /// Checks what can be checked of ``selfTraining`` without the rows.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateSelfTraining() throws(TuningError) {
    guard let selfTraining else { return }
    let rounds = selfTraining.rounds, threshold = selfTraining.threshold
    try Self.check("self-training", rounds, (1...10).contains(rounds), "takes 1 to 10 rounds")
    try Self.check(
      "self-training-threshold", threshold, threshold > 0 && threshold < 1, "must be above 0 and below 1, such as 0.9")
    try refuseSelfTraining(
      "is for the method finetune; features tries it by itself where it has texts without labels",
      unless: method == .finetune)
    try refuseSelfTraining("cannot be joined with an adaptation of the encoder", unless: deepAdaptations == nil)
    try refuseSelfTraining(
      "cannot be joined with R-Drop and a linear probe, which know no weights of rows",
      unless: stability?.rDrop == nil && stability?.linearProbe != true)
  }

  /// - Parameters:
  ///   - rule: The reason, for the error.
  ///   - isValid: Whether the option is allowed nevertheless.
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func refuseSelfTraining(_ rule: String, unless isValid: Bool = false) throws(TuningError) {
    guard let selfTraining else { return }
    try Self.check("self-training", selfTraining.rounds, isValid, rule)
  }
}
