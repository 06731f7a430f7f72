import BertData
import BertInference

extension TrainingOptions {
  /// Checks ``augmentation`` as far as that is possible without the rows.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateAugmentation() throws(TuningError) {
    guard let augmentation else { return }
    let stepped = "is for the methods finetune, lora and bitfit"
    if let power = augmentation.resampling {
      try Self.check(
        "resample", power, (0..<1).contains(power), "must be 'balanced', or a power of at least 0 and below 1")
      try Self.check(
        "resample", power, method.learnsInSteps,
        method == .features ? "\(stepped); balanced class weights do the same for features" : stepped)
      try Self.check(
        "resample", power, classWeights != .balanced, "cannot be joined with balanced class weights, which do the same")
    }
    if let alpha = augmentation.mixup {
      try Self.check("mixup", alpha, (0.001...8).contains(alpha), "must be at least 0.001 and at most 8, such as 0.1")
      try Self.check("mixup", alpha, method.learnsInSteps, stepped)
      try Self.check(
        "mixup", alpha, stability?.rDrop == nil, "cannot be joined with R-Drop, which compares two passes of a text")
      try Self.check("mixup", alpha, batchSize > 1, "mixes the texts of a step: take two or more of them")
      try Self.check(
        "mixup", alpha, maxMemory == nil,
        "mixes the texts of a step, which cannot be computed in parts to stay within a limit of memory; take fewer in a step"
      )
    }
    if let texts = augmentation.texts {
      let name = texts.kind.rawValue
      try Self.check("augment", name, (1...64).contains(texts.copies), "makes 1 to 64 versions of a text")
      try Self.check("augment", name, method.learnsInSteps, stepped)
      try Self.check(
        "augment", name, longText != .windows,
        "cannot be joined with windows, of which a changed text has another number")
      try Self.check(
        "vectors", texts.vectors?.name ?? "", texts.vectors == nil || texts.kind == .eda,
        "say which words are neighbours, and typing errors have none")
    }
    if deepAdaptations != nil { try refuseAugmentation("cannot be joined with an adaptation of the encoder") }
  }

  /// Checks ``augmentation`` against the kind of labels.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateAugmentation(problem: ProblemType) throws(TuningError) {
    if let power = augmentation?.resampling {
      try Self.check("resample", power, problem == .singleLabel, "is for one label a text")
    }
  }

  /// Refuses every augmentation that is switched on.
  ///
  /// - Parameter rule: Why it is refused, as the end of a sentence that begins with the option.
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func refuseAugmentation(_ rule: String) throws(TuningError) {
    guard let augmentation else { return }
    if let power = augmentation.resampling { try Self.check("resample", power, false, rule) }
    if let alpha = augmentation.mixup { try Self.check("mixup", alpha, false, rule) }
    if let texts = augmentation.texts { try Self.check("augment", texts.kind.rawValue, false, rule) }
  }
}
