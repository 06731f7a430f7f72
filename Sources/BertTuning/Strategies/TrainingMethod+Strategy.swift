import BertData
import BertEncoder

extension TrainingMethod {
  /// What the method does with an encoder.
  ///
  /// - Parameter problem: the kind of labels; nil for several questions.
  /// - Throws: `option` for targets of LoRA that the encoder does not have, for a method without an encoder, and for
  ///   `auto`, which has to be decided first.
  func strategy(
    _ options: TrainingOptions, _ configuration: EncoderConfiguration, _ problem: ProblemType?
  ) throws(TuningError) -> any Strategy {
    if self == .features {
      try options.validateLayer(configuration)
      return FrozenFeatures(problem: problem, appending: options.appendNearest)
    }
    if let kind = NearestTexts.Kind(rawValue: rawValue) { return NearestTexts(kind, options) }
    if self == .setfit { return try SetFit(options, configuration) }
    if self == .finetune, let ways = options.deepAdaptations {
      return AdaptedTuning(options, ways: ways, hidden: configuration.hiddenSize)
    }
    if self == .finetune, let selfTraining = options.selfTraining {
      return SelfTrainedTuning(options, selfTraining, hidden: configuration.hiddenSize)
    }
    guard let strategy = try fineTuning(options, configuration) else {
      throw .option(name: "method", value: rawValue, rule: "takes no encoder; it is a BaselineSession's")
    }
    return strategy
  }

  /// How the method trains an encoder in steps; nil for a method that takes no steps, and for `auto`.
  ///
  /// - Throws: `option` for targets of LoRA that the encoder does not have.
  func fineTuning(
    _ options: TrainingOptions, _ configuration: EncoderConfiguration
  ) throws(TuningError) -> FineTuning? {
    let hidden = configuration.hiddenSize
    switch self {
    case .finetune: return FineTuning(options, adapter: Layerwise(options), hidden: hidden)
    case .lora:
      try (options.lora ?? LoRAOptions()).validate(configuration)
      return FineTuning(options, adapter: LowRank(options), hidden: hidden)
    case .bitfit: return FineTuning(options, adapter: BiasTerms(options), hidden: hidden)
    case .auto, .features, .setfit, .prototypes, .knn, .majority, .tfidf, .nbsvm, .glove, .word2vec, .fasttext,
      .static, .crf:
      return nil
    }
  }
}
