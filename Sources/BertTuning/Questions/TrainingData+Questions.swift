public import BertData

extension TrainingData {
  /// Takes rows with answers to several questions that are divided already.
  ///
  /// - Parameters:
  ///   - questions: The questions with their labels.
  ///   - training: Rows to learn from; at least one.
  ///   - validation: Rows that choose the best epoch.
  ///   - test: Rows that are neither trained nor chosen on.
  ///   - fileSHA256: The hash of the file that the rows come from.
  ///
  /// - Throws: `noRows`, `unlabelledRow` for a row without any answer; `option` for a question that cannot be learnt
  ///   from the training rows.
  public init(
    questions: [QuestionLabels], training: [Example], validation: [Example], test: [Example] = [],
    fileSHA256: String? = nil
  ) throws(TuningError) {
    guard !training.isEmpty else { throw .noRows(part: "training") }
    for example in [training, validation, test].joined() {
      let fits = zip(example.answers, questions).allSatisfy { answer, question in
        answer.map { $0.problem == question.question.problem && $0.fits(question.outputs) } ?? true
      }
      guard fits, example.answers.count == questions.count, example.answers.contains(where: { $0 != nil }) else {
        throw .unlabelledRow(line: example.line)
      }
    }
    for (place, question) in questions.enumerated() {
      let answers = training.compactMap { $0.answers[place] }
      guard Self.isLearnable(answers) else {
        throw .option(
          name: "task", value: question.name,
          rule:
            "the \(Figures.count(answers.count, "training row")) that answer it all say the same, so nothing can be "
            + "learnt; give more rows, or leave it out")
      }
    }
    problem = nil
    self.questions = questions
    labels = LabelSet(
      names: questions.flatMap { question in question.labels.names.map { "\(question.name): \($0)" } })
    self.training = training
    self.validation = validation
    self.test = test
    self.fileSHA256 = fileSHA256
  }

  /// Holds a share of the rows for validation, stratified by the first question of labels.
  ///
  /// - Parameters:
  ///   - examples: all rows, with their answers.
  ///   - questions: the questions with their labels.
  ///   - fraction: 0 ..< 1; 0 holds none.
  ///   - test: rows that are neither trained nor chosen on.
  ///   - seed: decides which rows are held.
  ///   - fileSHA256: the hash of the file that the rows come from.
  public init(
    splitting examples: [Example], questions: [QuestionLabels], validationFraction fraction: Double,
    test: [Example] = [], seed: UInt64, fileSHA256: String? = nil
  ) throws(TuningError) {
    try HeldRows.checkValidation(share: fraction)
    let (training, held) = StratifiedSplit.split(
      answers: examples.map(\.answers), questions: questions, fraction: fraction, seed: seed)
    try self.init(
      questions: questions, training: training.map { examples[$0] }, validation: held.map { examples[$0] }, test: test,
      fileSHA256: fileSHA256)
  }

  /// Whether the answers differ: two labels, a label that some rows have and others not, two numbers.
  static func isLearnable(_ answers: [Target]) -> Bool {
    guard case .labels(let first)? = answers.first else { return answers.contains { $0 != answers.first } }
    return first.indices.contains { label in
      answers.contains { if case .labels(let flags) = $0 { flags[label] != first[label] } else { false } }
    }
  }
}
