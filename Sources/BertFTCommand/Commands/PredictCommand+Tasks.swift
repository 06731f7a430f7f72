import BertFT

extension PredictCommand {
  /// Answers several questions about each text.
  func answerQuestions(with classifier: MultiTaskClassifier, _ console: Console) throws {
    try requireNoBound()
    var writer = QuestionWriter(classifier.questions, format: format, top: top, withLogits: logits)
    try writer.begin()
    try forEachWindow(console) { try writer.write($0, classifier.predict($0)) }
  }

  /// - Throws: `CommandFailure` for a bound below which there is no label.
  func requireNoBound() throws(CommandFailure) {
    guard abstainBelow == nil else {
      throw CommandFailure(.usage, "--abstain-below is for a model of one question and one label a text; leave it out")
    }
  }
}
