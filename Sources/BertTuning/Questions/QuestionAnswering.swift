import BertData
import BertEncoder
import BertInference

/// How the outputs of a run over several questions become losses, scores and figures.
struct QuestionAnswering {
  let questions: [QuestionLabels]
  /// How the outputs of each question become an answer; fitted again after training.
  var rules: [OutputRule]
  private let losses: [QuestionLoss]
  private let shares: [Double]

  /// Makes the losses for the rows and options of a run; nil for one question.
  ///
  /// - Throws: `option` for weights that do not fit the questions.
  init?(_ data: TrainingData, _ options: TrainingOptions) throws(TuningError) {
    guard !data.questions.isEmpty else { return nil }
    questions = data.questions
    rules = questions.map { .usual($0.question.problem, labels: $0.outputs) }
    var losses: [QuestionLoss] = []
    var sizes: [Int] = []
    for (place, question) in questions.enumerated() {
      let answered = data.training.filter { $0.answers[place] != nil }
      sizes.append(answered.count)
      losses.append(try Self.loss(question, answered.compactMap { $0.answers[place] }, options))
    }
    self.losses = losses
    shares = QuestionShares.shares(
      sizes: sizes, weights: options.taskWeights.map { weights in data.questions.map { weights[$0.name] ?? 0 } })
  }

  /// Class weights, smoothing and the focal loss apply to each question whose kind has them.
  private static func loss(
    _ question: QuestionLabels, _ answers: [Target], _ options: TrainingOptions
  ) throws(TuningError) -> QuestionLoss {
    let problem = question.question.problem
    guard problem != .regression else { return .number(SquaredError()) }
    let weights = try options.classWeights.weights(
      problem, counts: Target.counts(answers, labels: question.outputs), rows: answers.count)
    return problem == .singleLabel
      ? .label(options.loss(classWeights: weights)) : .labels(BinaryCrossEntropy(positiveWeights: weights))
  }

  /// The outputs of each question, for the model.
  var outputs: [QuestionOutputs] { questions.map { QuestionOutputs(name: $0.name, classes: $0.outputs) } }

  /// The loss of all questions.
  ///
  /// - Parameter rows: the answers of all sequences that an epoch reads.
  func loss(rows: [[Target?]]) -> JointLoss {
    let factors = QuestionShares.factors(losses, rows: rows, shares: shares)
    return JointLoss(
      questions.indices.map { .init(columns: questions.columns[$0], loss: losses[$0], factor: factors[$0]) })
  }

  /// The outputs of one question, [rows × Cᵢ], of those of all, [rows × C].
  func logits(_ question: Int, of logits: [Double], rows: [Int]) -> [Double] {
    let width = questions.columns.last?.upperBound ?? 0, own = questions.columns[question]
    return rows.flatMap { logits[$0 * width + own.lowerBound..<$0 * width + own.upperBound] }
  }

  /// The figures on rows with answers.
  ///
  /// - Parameter logits: [rows × C]
  func metrics(_ logits: [Double], _ rows: [Example]) -> QuestionMetrics {
    QuestionMetrics(questions, rules: rules, answers: rows.map(\.answers)) { row, question in
      rules[question].scores(self.logits(question, of: logits, rows: [row]))
    }
  }

  /// The metrics of a constant answer to each question, which ignores the text; nil where there are no rows.
  func floor(training: [Example], rows: [Example]) -> QuestionMetrics? {
    guard !rows.isEmpty else { return nil }
    let figures = questions.indices.compactMap { place -> QuestionMetrics.Figures? in
      let truth = rows.compactMap { $0.answers[place] }
      return Evaluation.floor(
        training: training.compactMap { $0.answers[place] }, truth: truth, labels: questions[place].labels.names
      ).map { .init(question: questions[place].name, metrics: $0) }
    }
    return QuestionMetrics(rows: rows.count, questions: figures)
  }

  /// The questions in the bundle's record.
  var records: [BundleRecord.TaskRecord] { zip(questions, rules).map { .init($0, $1) } }
}
