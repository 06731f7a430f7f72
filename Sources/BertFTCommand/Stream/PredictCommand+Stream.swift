import BertFT

extension PredictCommand {
  /// Flags that do not apply to a stream, and whether they are given.
  var unfitForStream: [(flag: String, isGiven: Bool)] {
    [
      ("--text", !text.isEmpty), ("--format", format != .jsonl), ("--prior", zeroShot.prior != .none),
      ("--top", top != nil && streaming.form == .arrow), ("--out", rows.out != nil),
      ("--id-column", rows.idColumn != nil), ("--id-type", rows.idType != .text), ("--carry", rows.carry != nil),
      ("--shard", rows.shard != nil),
    ]
  }

  /// Answers batches as they arrive, with a model of any kind.
  func answerStream(_ form: StreamForm, with model: OpenedModel, _ opened: OpenedDirectory) throws {
    switch model {
    case .classifier(let classifier):
      let columns = try self.columns(of: classifier)
      let predict: ([Example]) throws -> [Prediction]
      if let cascade = try cascading.opened(before: classifier, opened, threads: compute.threadCount) {
        predict = { try cascade.predict($0).predictions }
      } else {
        predict = { try classifier.predict($0) }
      }
      let answers = PredictionAnswers(
        predict: predict, columns: columns, abstainBelow: abstainBelow ?? classifier.record?.abstainBelow,
        model: bundle)
      try answerStream(form, answers, usual: classifier.record?.data.columns)
    case .questions(let classifier):
      try requireNoBound()
      try answerStream(
        form, QuestionAnswers(classifier, top: top, withLogits: logits, model: bundle),
        usual: classifier.record.data.columns)
    case .tagger(let tagger):
      try requireEntities(of: opened.url)
      try answerStream(form, EntityAnswers(tagger: tagger, model: bundle), findsWords: true)
    }
  }

  /// Answers batches with labels that the model never learnt.
  func answerStream(_ form: StreamForm, with classifier: ZeroShotClassifier) throws {
    let columns = PredictionColumns(
      labels: classifier.labels, problem: classifier.rule.problem, top: top, withLogits: logits)
    try answerStream(
      form,
      PredictionAnswers(
        predict: { try classifier.predict($0) }, columns: columns, abstainBelow: abstainBelow, model: bundle))
  }

  private func answerStream(
    _ form: StreamForm, _ answers: some StreamAnswering, usual: TakenColumns? = nil, findsWords: Bool = false
  ) throws {
    var session = StreamSession(answers, streaming, columns, usual: usual, findsWords: findsWords)
    try session.run(form)
  }
}
