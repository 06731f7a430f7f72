import BertData

extension TrainingOptions {
  /// Checks how a head is learnt together with the encoder.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateJointHead() throws(TuningError) {
    guard let jointHead else { return }
    let name = "setfit-head", kind = "differentiable"
    try Self.check(name, kind, method == .setfit, "is for the method setfit, not \(method.rawValue)")
    try Self.check(
      name, kind, adaptationNames == nil,
      "cannot be joined with an adaptation to another domain, which is of a logistic regression")
    try Self.check(
      name, kind, labelDescriptions == nil,
      "cannot be joined with label descriptions, which are of a logistic regression")
    try Self.check(
      name, kind, appendNearest == nil,
      "changes the encoder, and with it the nearest texts that are appended; leave out one")
    try Self.checkCount("head-epochs", jointHead.epochs)
    try Self.checkCount("head-batch-size", jointHead.batchSize)
    func check(_ name: String, _ rate: Double, _ isValid: Bool, _ rule: String) throws(TuningError) {
      try Self.check(name, rate, rate.isFinite && isValid, rule)
    }
    try check("head-learning-rate", jointHead.learningRate, jointHead.learningRate > 0, "must be a number above 0")
    try check(
      "body-learning-rate", jointHead.bodyLearningRate, jointHead.bodyLearningRate > 0, "must be a number above 0")
    try check("weight-decay", jointHead.weightDecay, jointHead.weightDecay >= 0, "must not be below 0")
  }
}
