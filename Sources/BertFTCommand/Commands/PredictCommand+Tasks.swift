import BertFT

extension PredictCommand {
  /// Answers several questions about each text.
  func answerQuestions(with classifier: MultiTaskClassifier, _ console: Console) throws {
    try requireNoBound()
    let header = format == .jsonl ? [] : QuestionWriter.header(classifier.questions, top: top, withLogits: logits)
    let copied = rows.columns(besides: PredictionColumns.members + header)
    var writer = try QuestionWriter(
      classifier.questions, heading: RowHeading(columns: copied), format: format, top: top, withLogits: logits,
      to: rows.path)
    if rows.hasHeader { try writer.begin() }
    try forEachWindow(console, copied, usual: classifier.record.data.columns) {
      try writer.write($0, classifier.predict($0))
    }
    try writer.finish()
  }

  /// - Throws: `CommandFailure` where `--abstain-below` is given.
  func requireNoBound() throws(CommandFailure) {
    guard abstainBelow == nil else {
      throw CommandFailure(.usage, "--abstain-below is for a model of one question and one label a text; leave it out")
    }
  }
}
