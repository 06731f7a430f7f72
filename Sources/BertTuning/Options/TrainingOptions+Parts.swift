import BertData

extension TrainingOptions {
  /// The most parts of a batch.
  public static let mostParts = 64

  /// The tree along which the gradients of a batch's parts are added up; of one node where a batch is computed as a
  /// whole.
  package var tree: GradientTree { GradientTree(parts: parts ?? 1) }

  /// Checks whether a batch can be computed in parts.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateParts() throws(TuningError) {
    guard let parts else { return }
    try Self.check(
      "parts", parts, (1...Self.mostParts).contains(parts) && parts & (parts - 1) == 0,
      "must be 1, 2, 4, 8, 16, 32 or \(Self.mostParts)")
    try Self.check("parts", parts, method.learnsInSteps, "is for the methods finetune, lora and bitfit")
    let whole = "needs all texts of a step at once, and cannot be computed in parts; leave it out"
    if let adaptationNames { try Self.check("adaptation", adaptationNames, false, whole) }
    if let weight = stability?.anchorWeight { try Self.check("anchor-weight", weight, false, whole) }
    if let alpha = augmentation?.mixup { try Self.check("mixup", alpha, false, whole) }
    try Self.check("parts", parts, contrastive == nil && distillation == nil, "is for labels")
  }

  /// Refuses what several ranks cannot train together.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``; ``TuningError/parallel(_:)`` for more ranks than parts.
  func validate(_ exchange: any GradientExchange) throws(TuningError) {
    guard exchange.ranks > 1 else { return }
    guard parts ?? 1 >= exchange.ranks else {
      throw .parallel(.tooFewParts(parts: parts ?? 1, ranks: exchange.ranks))
    }
    try refuseSelfTraining("cannot be done by several ranks; train in one process")
  }
}
