import BertData

/// What texts without labels teach of the features that a head sees (Raina et al., "Self-taught Learning: Transfer Learning from
/// Unlabeled Data", 2007).
public enum SelfTaught: String, Sendable, Codable, CaseIterable {
  /// The directions in which their features vary most; the head sees the coordinates along some of them, each of deviation one.
  case pca
}

extension TrainingOptions {
  private static let selfTaughtName = "self-taught"

  /// Checks what features that texts without labels teach do not go together with.
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

  /// Checks that there are texts to be taught by.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateSelfTaught(hasUnlabelled: Bool) throws(TuningError) {
    guard let selfTaught else { return }
    try Self.check(
      Self.selfTaughtName, selfTaught.rawValue, hasUnlabelled,
      "learns from texts without labels, and there are none: give some")
  }
}
