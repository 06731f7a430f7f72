/// A head for a task other than the classification of texts, known by the names of its tensors.
struct OtherHead: Sendable, Equatable {
  /// The prefix of the tensor names.
  let beginning: String
  /// The task in plain words.
  let task: String

  init(_ beginning: String, _ task: String) {
    self.beginning = beginning
    self.task = task
  }

  static let questionAnswering = OtherHead("qa_outputs.", "question answering")
  static let maskedLanguageModel = OtherHead("lm_head.", "masked language model")
  /// A classifier without a dense layer, in architectures whose head for texts has other names. It classifies tokens or
  /// choices.
  static let bareClassifier = OtherHead("classifier.weight", "token classification")
}
