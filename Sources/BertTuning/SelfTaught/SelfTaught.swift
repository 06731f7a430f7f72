import BertData

/// How texts without labels improve the features that a head reads (Raina et al., "Self-taught Learning: Transfer
/// Learning from Unlabeled Data", 2007).
public enum SelfTaught: String, Sendable, Codable, CaseIterable {
  /// Their first principal components; the head reads the coordinates along these, scaled to a standard deviation of 1.
  case pca
}

extension TrainingOptions {
  private static let selfTaughtName = "self-taught"

  /// Refuses options that cannot be combined with such features.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateSelfTaught() throws(TuningError) {
    guard let selfTaught else { return }
    func check(_ isValid: Bool, _ rule: String) throws(TuningError) {
      try Self.check(Self.selfTaughtName, selfTaught.rawValue, isValid, rule)
    }
    try check(method == .features, "is for the method features, not \(method.rawValue)")
    try check(appendNearest == nil, "cannot be joined with what is appended to the texts")
  }

  /// Checks that there are texts without labels.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateSelfTaught(hasUnlabelled: Bool) throws(TuningError) {
    guard let selfTaught else { return }
    try Self.check(
      Self.selfTaughtName, selfTaught.rawValue, hasUnlabelled,
      "learns from texts without labels, and there are none: give some")
  }
}
