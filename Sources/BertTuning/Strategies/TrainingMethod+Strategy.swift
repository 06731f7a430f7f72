import BertData
import BertEncoder

extension TrainingMethod {
  /// What the method does with an encoder.
  ///
  /// - Throws: `option` for targets of LoRA that the encoder does not have, for a method that takes none, and for `auto`, which has to be decided first.
  func strategy(
    _ options: TrainingOptions, _ configuration: EncoderConfiguration
  ) throws(TuningError) -> any Strategy {
    let hidden = configuration.hiddenSize
    switch self {
    case .finetune: return FineTuning(options, adapter: Layerwise(options), hidden: hidden)
    case .lora:
      try (options.lora ?? LoRAOptions()).validate(configuration)
      return FineTuning(options, adapter: LowRank(options), hidden: hidden)
    case .bitfit: return FineTuning(options, adapter: BiasTerms(options), hidden: hidden)
    case .features: return FrozenFeatures()
    case .auto, .majority, .tfidf, .nbsvm, .glove, .word2vec, .fasttext:
      throw .option(name: "method", value: rawValue, rule: "takes no encoder; it is a BaselineSession's")
    }
  }
}
