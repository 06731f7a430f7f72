public import BertData
import BertEncoder
import BertInference
import BertStorage

extension TrainingOptions {
  /// Checks what can be checked without the encoder.
  ///
  /// - Parameter hasValidation: whether there are rows to choose the best epoch by.
  /// - Throws: ``TuningError/option(name:value:rule:)`` for the first value that breaks its rule.
  public func validate(hasValidation: Bool) throws(TuningError) {
    try Self.checkCount("epochs", epochs)
    try Self.checkCount("batch-size", batchSize)
    try Self.check("max-length", maxLength, maxLength >= 3, "must be at least 3, the special tokens and one more")
    if let rate = learningRate {
      try Self.check("learning-rate", rate, rate.isFinite && rate > 0, "must be a number above 0, such as 5e-5")
    }
    try Self.check("layer-decay", layerDecay, layerDecay > 0 && layerDecay <= 1, "must be above 0 and at most 1")
    switch warmUp {
    case .fraction(let share):
      try Self.check("warmup", share, (0...1).contains(share), "must be a share from 0 to 1, or a number of steps")
    case .steps(let steps):
      try Self.check("warmup", steps, steps >= 0, "must be a share from 0 to 1, or a number of steps")
    }
    try Self.check("weight-decay", weightDecay, weightDecay.isFinite && weightDecay >= 0, "must not be below 0")
    try Self.check("clip-norm", clipNorm, clipNorm > 0, "must be above 0")
    if let dropout {
      try Self.check("dropout", dropout, dropout >= 0 && dropout < 1, "must be at least 0 and below 1")
    }
    if let prompt {
      try Self.check(
        "prompt", prompt, longText != .windows, "cannot be joined with windows: only the first would have it")
    }
    try Self.check("reinit-top", reinitializeTop, reinitializeTop >= 0, "must not be below 0")
    try validateLoss()
    try validateAdapter()
    try validateStability()
    try validateAugmentation()
    try validateSelfTraining()
    try validateParts()
    try validateAdaptation()
    try validateDescriptions()
    try validateSentences()
    try contrastive?.validate()
    try validateAppending()
    try validateLayer()
    try validateSelfTaught()
    try validateJointHead()
    try distillation?.validate()
    if let limit = maxMemory { try Self.check("max-memory", limit, limit > 0, "must be above 0") }
    try Self.check(precision)
    try validateScores(hasValidation: hasValidation)
    if let patience = earlyStopping {
      try Self.check("early-stopping", patience, patience >= 1, "must be at least 1")
      try Self.check("early-stopping", patience, hasValidation || method == .setfit, "needs validation rows")
    }
  }

  /// Checks the precision that an encoder is trained in.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)`` for integers.
  static func check(_ precision: Precision?) throws(TuningError) {
    try check(
      "precision", precision?.rawValue ?? "", precision != .int8,
      "is for a trained model: train in fp32 or bf16, and quantize the bundle")
  }

  /// Refuses options that cannot be combined with a cross-validation of the run, whose models have no rows to choose
  /// the epoch by.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateCrossValidation() throws(TuningError) {
    guard let patience = earlyStopping else { return }
    try Self.check(
      "early-stopping", patience, method == .setfit,
      "needs validation rows, and so few rows are cross-validated instead: give validation rows, or run all epochs")
  }

  /// Checks that the epochs of pairs can be judged by cross-validation of the head.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)`` for a label with one row.
  func validateHeadFigure(rowsPerLabel: [Int]) throws(TuningError) {
    guard let patience = earlyStopping, method == .setfit else { return }
    try Self.check(
      "early-stopping", patience, !rowsPerLabel.contains(1),
      "judges the epochs of setfit by cross-validation of the head, which needs two rows of each label")
  }

  /// Checks what a score of novelty needs.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)`` for too few validation rows.
  func validateNovelty(validationRows: Int) throws(TuningError) {
    try Self.check(
      "novelty", "", novelty != true || validationRows >= TrainingData.fewestJudging,
      "compares with validation rows, of which it needs at least \(TrainingData.fewestJudging): give more, as by a larger "
        + "share")
  }

  /// Checks what depends on what the labels are.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)`` for a metric of another problem, for a method that does not
  ///   learn this one, and for a loss that is for one label a text; ``TuningError/forSeveralQuestions(option:)``.
  public func validate(problem: ProblemType) throws(TuningError) {
    if taskWeights != nil { throw .forSeveralQuestions(option: "task-weights") }
    let names = problem.metrics.map(\.rawValue).joined(separator: ", ")
    try Self.check("metric", metric.rawValue, problem.metrics.contains(metric), "this task is judged by \(names)")
    try Self.check("method", method.rawValue, method.learns(problem), method.refusal(of: problem))
    try validateStability(problem: problem)
    try validateAugmentation(problem: problem)
    try Self.check("ranks", "", ranks != true || problem == .regression, "is for a number")
    try refuseSelfTraining("is for one label a text", unless: problem == .singleLabel)
    guard problem != .singleLabel else { return }
    if let adaptationNames { try Self.check("adaptation", adaptationNames, false, "is for one label a text") }
    try Self.check(Self.descriptionsName, "", labelDescriptions == nil, "are for one label a text; leave them out")
    try validateScores(problem: problem)
    if let smoothing = labelSmoothing {
      try Self.check("label-smoothing", smoothing, false, "is for one label a text")
    }
    if let gamma = focalGamma { try Self.check("focal-gamma", gamma, false, "is for one label a text") }
  }

  /// Checks the options whose values are chosen on validation rows.
  func validateScores(hasValidation: Bool) throws(TuningError) {
    try Self.check("calibrate", "", calibrates != true || hasValidation, "needs validation rows")
    guard let precision = abstainPrecision else { return }
    try Self.check("abstain-precision", precision, precision > 0 && precision <= 1, "must be above 0 and at most 1")
    try Self.check("abstain-precision", precision, hasValidation, "needs validation rows")
  }

  /// Checks the same options against the kind of labels.
  func validateScores(problem: ProblemType) throws(TuningError) {
    if let precision = abstainPrecision {
      try Self.check("abstain-precision", precision, problem == .singleLabel, "is for one label a text")
    }
    try Self.check("calibrate", "", problem != .regression || calibrates != true, "is for labels")
  }

  /// Refuses options that cannot be combined with an adaptation.
  private func validateAdaptation() throws(TuningError) {
    try validateDeepAdaptation()
    guard adaptationNames != nil else { return }
    if let adaptation {
      try Self.check(
        "adaptation", adaptation.rawValue, [.features, .setfit].contains(method),
        "is for the methods features and setfit, not \(method.rawValue)")
    }
    let fitted = "would be fitted to validation rows, which are not of the domain that is adapted to; leave it out"
    try Self.check("calibrate", "", calibrates != true, fitted)
    if let precision = abstainPrecision { try Self.check("abstain-precision", precision, false, fitted) }
  }

  /// Refuses options that the methods which keep the encoder's weights do not use.
  private func validateAdapter() throws(TuningError) {
    if let lora {
      try Self.check("lora-rank", lora.rank, method == .lora, "is for the method lora")
      try lora.validate()
    }
    try Self.check("pairs", "", pairs == nil || method == .setfit, "is for the method setfit")
    if let neighbours {
      try Self.check("neighbours", neighbours, method == .knn, "is for the method knn")
      try Self.check("neighbours", neighbours, neighbours >= 1, "must be at least 1")
    }
    guard [.lora, .bitfit].contains(method) else { return }
    let rule = "is for the method finetune; \(method.rawValue) keeps the encoder's weights"
    try Self.check("freeze", freeze, freeze == .nothing, rule)
    try Self.check("gradual-unfreeze", gradualUnfreeze, !gradualUnfreeze, rule)
    try Self.check("reinit-top", reinitializeTop, reinitializeTop == 0, rule)
  }

  /// Checks the rest against the encoder.
  ///
  /// - Parameters:
  ///   - layers: number of encoder layers.
  ///   - positions: longest sequence that the encoder takes.
  public func validate(layers: Int, positions: Int) throws(TuningError) {
    try Self.check(
      "max-length", maxLength, maxLength <= positions, "this encoder takes at most \(Counted(positions, "token"))")
    try Self.check(
      "reinit-top", reinitializeTop, reinitializeTop <= layers, "this encoder has \(Counted(layers, "layer"))")
    if case .number(let number) = layer {
      try Self.check("layer", number, number <= layers, "this encoder has \(Counted(layers, "layer"))")
    }
    if case .layers(let count) = freeze {
      try Self.check("freeze", count, (0...layers).contains(count), "this encoder has \(Counted(layers, "layer"))")
    }
  }

  /// Checks a number of epochs or texts: at least 1, and no more than what products with the rows and tokens of a run
  /// can hold.
  ///
  /// - Throws: `option`.
  static func checkCount(_ name: String, _ value: Int) throws(TuningError) {
    try check(name, value, value >= 1, "must be at least 1")
    try check(name, value, value <= mostCount, "must be at most \(mostCount)")
  }

  /// The most epochs, and the most texts in a step.
  private static let mostCount = 1_000_000

  /// - Throws: `option` where the value is not valid.
  static func check<Value>(
    _ name: String, _ value: Value, _ isValid: Bool, _ rule: String
  ) throws(TuningError) {
    guard isValid else { throw .option(name: name, value: "\(value)", rule: rule) }
  }
}
