import BertArrow
import BertFT
import BertStorage

/// Answers one question about texts.
struct PredictionAnswers: StreamAnswering {
  /// Answers rows.
  let predict: ([Example]) throws -> [Prediction]
  let columns: PredictionColumns
  /// The score below which the model abstains; nil where it never does.
  let abstainBelow: Double?
  /// The model's name on the command line.
  let model: String

  func answers(to questions: [StreamedRow.Question]) throws -> [Prediction] { try predict(questions.map(\.example)) }

  func members(_ answer: Prediction) -> [(String, JSONValue)] {
    columns.members(answer, label: answer.label(from: abstainBelow))
  }

  var tellsText: Bool { true }

  var fields: [ArrowField] { columns.fields }

  func values(_ answers: [Prediction?]) -> [ArrowValues] {
    columns.values(answers) { $0.label(from: abstainBelow) }
  }

  var bytesPerRow: Int { 4 * columns.labels.count }

  var facts: [(key: String, value: String)] {
    [("model", model), ("labels", JSONValue.array(columns.labels.map { .string($0) }).line)]
  }
}

/// Answers several questions about texts.
struct QuestionAnswers: StreamAnswering {
  let classifier: MultiTaskClassifier
  /// The columns of each question.
  let columns: [PredictionColumns]
  let top: Int?
  let withLogits: Bool
  let model: String

  init(_ classifier: MultiTaskClassifier, top: Int?, withLogits: Bool, model: String) {
    self.classifier = classifier
    self.top = top
    self.withLogits = withLogits
    self.model = model
    columns = classifier.questions.map {
      PredictionColumns(
        labels: $0.labels.names, problem: $0.question.problem, top: top, withLogits: withLogits, prefix: $0.name + "_")
    }
  }

  func answers(to questions: [StreamedRow.Question]) throws -> [QuestionPredictions] {
    try classifier.predict(questions.map(\.example))
  }

  func members(_ answer: QuestionPredictions) -> [(String, JSONValue)] {
    [("tasks", answer.document(top: top, withLogits: withLogits))]
  }

  var tellsText: Bool { true }

  var fields: [ArrowField] { columns.flatMap(\.fields) }

  func values(_ answers: [QuestionPredictions?]) -> [ArrowValues] {
    columns.indices.flatMap { question in
      columns[question].values(answers.map { $0?.answers[question] }, label: \.label)
    }
  }

  var bytesPerRow: Int { 4 * columns.reduce(0) { $0 + $1.labels.count } }

  var facts: [(key: String, value: String)] {
    let labels = classifier.questions.map { question in
      (key: question.name, value: JSONValue.array(question.labels.names.map { .string($0) }))
    }
    return [("model", model), ("labels", JSONValue.object(labels).line)]
  }
}
