import BertFT

extension TrainingFlags {
  /// The flags that only some methods use. `auto` counts as fine-tuning, which it may choose.
  ///
  /// - Parameter model: The value of `--model`; nil where it is not given.
  func uses(model: String?) -> [FlagUse] {
    let fineTuning: [TrainingMethod] = [.auto, .finetune, .lora, .bitfit]
    // lora and bitfit decide themselves which weights are trained: the library refuses these flags for them.
    let isRefused = [.lora, .bitfit].contains(method), whole: [TrainingMethod] = [.auto, .finetune, .setfit]
    let encoder = fineTuning + [.features, .setfit, .prototypes, .knn], steps = fineTuning + [.setfit]
    return [
      FlagUse("--model", model != nil, encoder + [.static]),
      FlagUse("--max-length", passes.maxLength != nil, encoder),
      FlagUse("--precision", passes.precision.kind != nil, encoder),
      FlagUse("--long-text", longText != nil, encoder),
      FlagUse("--prompt", prompt != nil, encoder),
      FlagUse(
        "--class-weights", classWeights != nil, fineTuning + [.features, .setfit, .tfidf, .glove, .word2vec, .static]),
      FlagUse("--novelty", novelty, encoder),
      FlagUse("--epochs", passes.epochs != nil, steps + [.fasttext]),
      FlagUse("--learning-rate", passes.learningRate != nil, steps + [.fasttext]),
      FlagUse("--batch-size", passes.batchSize != nil, steps),
      FlagUse("--layer-decay", layerDecay != nil, steps),
      FlagUse("--warmup", warmup != nil, steps),
      FlagUse("--schedule", schedule != nil, steps),
      FlagUse("--weight-decay", weightDecay != nil, steps),
      FlagUse("--dropout", dropout != nil, steps),
      FlagUse("--freeze", freeze != nil && !isRefused, whole),
      FlagUse("--gradual-unfreeze", gradualUnfreeze && !isRefused, whole),
      FlagUse("--reinit-top", reinitTop != nil && !isRefused, whole),
      FlagUse("--early-stopping", earlyStopping != nil, steps),
      FlagUse("--metric", metric != nil, fineTuning),
      FlagUse("--recompute", recompute, steps),
      FlagUse("--max-memory", maxMemory != nil, steps),
      FlagUse("--moments", moments != nil, steps),
    ]
  }
}
