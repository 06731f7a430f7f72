import BertData
import BertEncoder
import BertInference
import BertKernels
import Foundation

extension TrainingSession {
  /// Checks the options against the question or questions.
  static func validate(_ job: TrainingJob) throws(TuningError) {
    if let problem = job.data.problem { return try job.options.validate(problem: problem) }
    try job.options.validate(questions: job.data.questions.map(\.question))
    if let place = job.adapterOutput {
      throw .option(name: "adapter-out", value: place.path, rule: "is for one question: PEFT has no class for several")
    }
  }

  /// Labels that no training row has.
  static func labelsWithoutRows(_ data: TrainingData) -> [String] {
    guard data.problem != .regression else { return [] }
    guard !data.questions.isEmpty else { return zip(data.labels.names, data.counts).filter { $1 == 0 }.map { $0.0 } }
    return data.questions.enumerated().flatMap { place, question in
      guard question.question.problem != .regression else { return [String]() }
      let counts = Target.counts(data.training.compactMap { $0.answers[place] }, labels: question.outputs)
      return zip(question.labels.names, counts).filter { $1 == 0 }.map { "\(question.name): \($0.0)" }
    }
  }

  /// The number of training rows of each label; with several questions, of rows that answer each; empty for a number.
  static func rowCounts(_ data: TrainingData) -> [TrainingPlan.LabelCount] {
    guard data.problem != .regression else { return [] }
    guard !data.questions.isEmpty else { return zip(data.labels.names, data.counts).map { .init(label: $0, rows: $1) } }
    return data.questions.enumerated().map { place, question in
      .init(label: question.name, rows: data.training.count { $0.answers[place] != nil })
    }
  }

  /// Starts new heads for numbers at the means of their training targets.
  func startNumbers() {
    guard let questions else {
      if rule.problem == .regression { model.startNumber(at: job.data.training.compactMap(\.number), rule) }
      return
    }
    for (place, question) in questions.outputs.enumerated()
    where questions.questions[place].question.problem == .regression {
      let numbers = job.data.training.compactMap { example in
        if case .number(let number)? = example.answers[place] { number } else { nil }
      }
      model.startNumber(at: numbers, of: question)
    }
  }

  /// The loss that fine-tuning minimizes with several questions.
  func jointLoss() -> JointLoss {
    guard let questions else { preconditionFailure("the run has one question") }
    return questions.loss(
      rows: zip(encodedTraining, job.data.training).flatMap { encoded, example in
        repeatElement(example.answers, count: encoded.windows.count)
      })
  }

  /// What the epochs are judged by.
  var epochJudge: any EpochJudge {
    guard let questions else { return heldTexts }
    return HeldQuestions(texts: encodedValidation, rows: job.data.validation, answering: questions)
  }

  /// The figures of logits, [rows × C], on rows.
  func metrics(_ logits: [Double], _ rows: [Example]) -> TaskMetrics {
    if let questions { return .several(questions.metrics(logits, rows)) }
    return Evaluation.metrics(logits: logits, truth: rows.compactMap(\.target), labels: labels, rule: rule)
  }

  /// The metrics of a constant answer, which ignores the text, on rows; nil where there are none.
  func floor(_ rows: [Example]) -> TaskMetrics? {
    let training = job.data.training
    if let questions { return questions.floor(training: training, rows: rows).map(TaskMetrics.several) }
    return Evaluation.floor(
      training: training.compactMap(\.target), truth: rows.compactMap(\.target), labels: labels)
  }

  /// Fits on the judged rows how the outputs of several questions become scores and answers, and computes the metrics
  /// there again.
  func fitQuestions(_ learnt: inout Learnt) throws(TuningError) {
    guard questions != nil, !judged.isEmpty else { return }
    let logits = try judgedLogits()
    learnt.note = (questions?.fit(logits, judged, options) ?? []).note(after: learnt.note)
    learnt.validation = metrics(logits, judged)
  }

  /// The outputs of a bundle that was read back, in the order of the rows.
  func bundleLogits(_ bundle: URL, _ rows: [Example]) throws(InferenceError) -> [Double] {
    guard questions != nil else {
      return try TextClassifier(contentsOf: bundle, compute: compute).predict(rows).flatMap(\.logits)
    }
    return try MultiTaskClassifier(contentsOf: bundle, compute: compute).predict(rows).flatMap { row in
      row.answers.flatMap(\.logits)
    }
  }
}
