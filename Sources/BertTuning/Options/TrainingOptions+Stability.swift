import BertData
import BertEncoder

extension TrainingOptions {
  /// Whether a parameter starts from random weights, because the checkpoint lacks it or because the options say so.
  /// Such a parameter has no pretrained weights to be kept near.
  func beginsAnew(_ parameter: Parameter, of model: SequenceClassifier) -> Bool {
    model.freshParameters.contains(parameter.name) || model.freshAddedParameters.contains(parameter.name)
      || reinitializes(parameter, layers: model.configuration.layerCount)
  }

  /// Whether ``reinitializeTop`` replaces a parameter's weights from the checkpoint.
  func reinitializes(_ parameter: Parameter, layers: Int) -> Bool {
    guard reinitializeTop > 0 else { return false }
    return switch parameter.part {
    case .layer(let layer): layer >= layers - reinitializeTop
    case .pooler: true
    case .embeddings, .classifier: false
    }
  }

  /// How many copies of a text its batch has.
  var passesOfText: Int { stability?.rDrop == nil ? 1 : 2 }

  /// The number of values that are kept in memory beside the weights that a run trains.
  func heldCopies(_ trained: [Parameter], of model: SequenceClassifier) -> Int {
    guard let stability else { return 0 }
    func count(_ isHeld: (Parameter) -> Bool) -> Int { trained.lazy.filter(isHeld).reduce(0) { $0 + $1.count } }
    let isPulled = stability.startPull != nil, isMixed = stability.mixout != nil
    let starts = count { parameter in
      !beginsAnew(parameter, of: model) && (isPulled || isMixed && Mixout.mixes(parameter))
    }
    let mixed = isMixed ? count { !beginsAnew($0, of: model) && Mixout.mixes($0) } : 0
    return starts + mixed + (stability.averaging == nil ? 0 : count { _ in true })
  }
}

// MARK: Rules

extension TrainingOptions {
  /// Checks what can be checked of ``stability`` without the rows.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateStability() throws(TuningError) {
    guard let stability else { return }
    let stepped = "is for the methods finetune, lora and bitfit"
    let whole = "is for the method finetune, which trains the encoder's own weights"
    if let pull = stability.startPull {
      try Self.check("l2-sp", pull, pull.isFinite && pull > 0, "must be above 0, such as 0.01")
      try Self.check("l2-sp", pull, method == .finetune, whole)
    }
    if let pull = stability.headPull {
      try Self.check("l2-sp-head", pull, pull.isFinite && pull >= 0, "must not be below 0")
      try Self.check(
        "l2-sp-head", pull, stability.startPull != nil, "is the second factor of L2-SP; set the first as well")
    }
    if let probability = stability.mixout {
      try Self.check("mixout", probability, probability > 0 && probability < 1, "must be above 0 and below 1")
      try Self.check("mixout", probability, method == .finetune, whole)
    }
    if let factor = stability.rDrop {
      try Self.check("r-drop", factor, factor.isFinite && factor > 0, "must be above 0, such as 1")
      try Self.check("r-drop", factor, method.learnsInSteps, stepped)
      try Self.check(
        "r-drop", factor, dropout != 0, "compares two passes that differ by dropout, and the dropout is 0")
    }
    if let weight = stability.anchorWeight {
      try Self.check("anchor-weight", weight, weight.isFinite && weight > 0, "must be above 0, such as 0.1")
      try Self.check("anchor-weight", weight, method == .finetune, whole)
      try Self.check(
        "anchor-weight", weight, deepAdaptations == nil,
        "cannot be joined with an adaptation of the encoder; mlm learns from masked tokens too")
      try Self.check(
        "anchor-weight", weight, maxMemory == nil,
        "needs all texts of a step at once, which cannot be computed in parts to stay within a limit of memory; take fewer in a step"
      )
      try masking?.validate()
    }
    if let decay = stability.averaging {
      try Self.check("ema", decay, decay > 0 && decay < 1, "must be above 0 and below 1, such as 0.99")
      try Self.check("ema", decay, method.learnsInSteps, stepped)
    }
    if stability.linearProbe == true {
      try Self.check("linear-probe", "", method.learnsInSteps, stepped)
      try Self.check(
        "linear-probe", "", reinitializeTop == 0, "cannot be joined with new random layers, which tell nothing yet")
    }
    if stability.reportsDrift == true {
      try Self.check(
        "report-drift", "", method.learnsInSteps || method == .setfit,
        "is for the methods finetune, lora, bitfit and setfit, which change the encoder")
    }
  }

  /// Checks what depends on what the labels are.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateStability(problem: ProblemType) throws(TuningError) {
    if let factor = stability?.rDrop {
      try Self.check("r-drop", factor, problem == .singleLabel, "compares the probabilities of one label a text")
    }
  }

  /// Refuses what works only with one question about a text.
  ///
  /// - Parameter rule: The reason, for the error.
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func refuseStabilityOfOneQuestion(_ rule: String) throws(TuningError) {
    guard let stability else { return }
    if let factor = stability.rDrop { try Self.check("r-drop", factor, false, rule) }
    try Self.check("linear-probe", "", stability.linearProbe != true, rule)
  }

  /// Refuses what works only with labels of texts.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateStabilityForTokens() throws(TuningError) {
    let rule = "is for labels of texts; leave it out"
    try refuseStabilityOfOneQuestion(rule)
    try Self.check("report-drift", "", stability?.reportsDrift != true, rule)
    if let weight = stability?.anchorWeight { try Self.check("anchor-weight", weight, false, rule) }
  }

  /// Checks what depends on the model.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateStability(_ model: SequenceClassifier) throws(TuningError) {
    guard let stability else { return }
    if let factor = stability.rDrop {
      try Self.check(
        "r-drop", factor, model.dropoutRates != DropoutRates(all: 0),
        "compares two passes that differ by dropout, and this encoder has none; give a dropout too")
    }
    let hasBias = model.parameters.contains { $0.part == .classifier && $0.isBias }
    try Self.check(
      "linear-probe", "", stability.linearProbe != true || hasBias,
      "needs a classifier with biases, which this encoder does not have")
    try Self.check(
      "report-drift", "", stability.reportsDrift != true || model.configuration.givesStatesOfMean,
      "needs an encoder whose layers normalize their outputs, as BERT's and MPNet's do; GPT-2's and EuroBERT's do not"
    )
  }
}
