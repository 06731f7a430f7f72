import BertData

/// How the method `finetune` adapts to texts of another domain than the labelled ones, called the target. The encoder
/// itself is trained, on labelled texts and as many texts of the target in each step; several adaptations may be
/// combined.
public enum DeepAdaptation: String, Sendable, Codable, CaseIterable {
  /// The encoder learns to predict masked tokens of the target, first alone and then beside the task (Karouzos et al.,
  /// "UDALM: Unsupervised Domain Adaptation through Language Modeling", 2021).
  case mlm
  /// A classifier of the domain learns from the vectors, and the encoder learns to confuse it: its gradient is reversed
  /// (Ganin et al., "Domain-Adversarial Training of Neural Networks", JMLR 2016).
  case dann
  /// The covariances of both domains' vectors become alike (Sun and Saenko, "Deep CORAL", 2016).
  case deepCoral = "deep-coral"
  /// The means of both domains meet in the space of several kernels (Long et al., "Learning Transferable Features with
  /// Deep Adaptation Networks", 2015).
  case mmd
  /// Labelled texts are weighted by the odds of the target in a logistic regression on the pretrained encoder's vectors
  /// (Bickel et al. 2007).
  case weights

  /// Whether the vectors of both domains are made alike.
  var comparesDomains: Bool { self != .weights && self != .mlm }
  /// Whether it compares statistics over all texts of a step, so that a step must have two of each domain.
  var comparesBatches: Bool { self == .deepCoral || self == .mmd }
}

extension TrainingOptions {
  /// Whether masked tokens of the other domain are learnt beside the task.
  var masksTarget: Bool { deepAdaptations?.contains(.mlm) == true }
  /// Whether any masked tokens are learnt beside the task.
  var learnsMaskedTokens: Bool { masksTarget || stability?.anchorWeight != nil }

  /// The names of the adaptations, joined by commas; nil for one domain.
  var adaptationNames: String? {
    adaptation?.rawValue ?? deepAdaptations.map { $0.map(\.rawValue).joined(separator: ",") }
  }

  /// Refuses options that cannot be combined with an adaptation of the encoder.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateDeepAdaptation() throws(TuningError) {
    guard let ways = deepAdaptations else {
      if let passes = targetEpochs { try Self.check("target-epochs", passes, false, Self.maskedRule) }
      return try Self.check(
        "adaptation-weight", adaptationWeight ?? 0, adaptationWeight == nil,
        "is for an adaptation of the encoder: dann, deep-coral or mmd")
    }
    func check(_ isValid: Bool, _ rule: String) throws(TuningError) {
      try Self.check("adaptation", adaptationNames ?? "", isValid, rule)
    }
    try check(!ways.isEmpty && Set(ways).count == ways.count, "must name one adaptation or more, each once")
    try check(adaptation == nil, "cannot be joined with an adaptation of vectors; train a bundle for each")
    try check(method == .finetune, "is for the method finetune, not \(method.rawValue)")
    try check(freeze != .all || ways == [.weights], "changes the encoder, all of which is frozen")
    try check(
      batchSize > 1 || !ways.contains(where: \.comparesBatches),
      "compares the texts of a step: take two or more of them")
    try check(
      maxMemory == nil || ways == [.weights],
      "needs all texts of a step at once, which cannot be computed in parts to stay within a limit of memory; take fewer in a step"
    )
    try validateMasked()
    if let factor = stability?.rDrop {
      try Self.check("r-drop", factor, false, "cannot be joined with an adaptation of the encoder")
    }
    try Self.check(
      "linear-probe", "", stability?.linearProbe != true, "cannot be joined with an adaptation of the encoder")
    if let weight = adaptationWeight {
      try Self.check(
        "adaptation-weight", weight, weight.isFinite && weight > 0, "must be a number above 0")
      try Self.check(
        "adaptation-weight", weight, ways.contains(where: \.comparesDomains),
        "is for dann, deep-coral and mmd; weights have no loss of their own, and that of mlm counts by the number of texts"
      )
    }
  }

  private static var maskedRule: String { "is for the adaptation mlm, which learns from masked tokens" }

  /// Refuses options that cannot be combined with masked tokens of the target beside the task.
  private func validateMasked() throws(TuningError) {
    let isMasked = masksTarget
    if let passes = targetEpochs {
      try Self.check("target-epochs", passes, isMasked, Self.maskedRule)
      try Self.check("target-epochs", passes, passes >= 0, "must not be below 0")
      if passes > 0 { try Self.checkCount("target-epochs", passes) }
    }
    guard isMasked else { return }
    try masking?.validate()
    try Self.check(
      "metric", metric.rawValue, metric == .accuracy,
      "chooses the epoch, and with mlm the loss of the task and of the masked tokens does; leave it out")
  }
}
