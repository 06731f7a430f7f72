/// A head for something other than the classification of texts, known by its tensors' names.
struct OtherHead: Sendable, Equatable {
  /// How the names begin.
  let beginning: String
  /// What it answers, in plain words.
  let task: String

  init(_ beginning: String, _ task: String) {
    self.beginning = beginning
    self.task = task
  }

  static let questionAnswering = OtherHead("qa_outputs.", "question answering")
  static let maskedLanguageModel = OtherHead("lm_head.", "masked language model")
  /// Where the head for texts is called otherwise, a bare classifier stands on every token, or on every choice.
  static let bareClassifier = OtherHead("classifier.weight", "token classification")
}
