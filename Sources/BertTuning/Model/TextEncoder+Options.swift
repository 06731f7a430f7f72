import BertInference

extension TextEncoder {
  /// Cuts texts as the options of a run say.
  init(_ model: PretrainedModel, _ options: TrainingOptions) {
    self.init(model, maxLength: options.maxLength, policy: options.longText, prompt: options.prompt ?? "")
  }
}
