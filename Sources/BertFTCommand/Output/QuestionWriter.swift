import BertFT
import BertStorage

/// Writes the answers to several questions to standard output, one row a line.
struct QuestionWriter {
  private let columns: [PredictionColumns]
  private let format: PredictionFormat
  private let top: Int?
  private let withLogits: Bool
  private var output = StandardOutput()

  init(_ questions: [QuestionLabels], format: PredictionFormat, top: Int?, withLogits: Bool) {
    self.format = format
    self.top = top
    self.withLogits = withLogits
    columns = questions.map {
      PredictionColumns(
        labels: $0.labels.names, problem: $0.question.problem, top: top, withLogits: withLogits, prefix: $0.name + "_")
    }
  }

  /// Writes the header, where the format has one: `text`, and for each question its columns behind its name.
  mutating func begin() throws(CommandFailure) {
    guard format != .jsonl else { return }
    try output.writeLine(format.line(["text"] + columns.flatMap(\.header)))
  }

  /// Writes rows and hands them over.
  mutating func write(_ rows: [Example], _ answers: [QuestionPredictions]) throws(CommandFailure) {
    for (row, answers) in zip(rows, answers) {
      try output.writeLine(format == .jsonl ? json(row, answers) : fields(row, answers))
    }
    try output.flush()
  }

  private func json(_ row: Example, _ answers: QuestionPredictions) -> String {
    var members: [(String, JSONValue)] = [("text", .string(row.text))]
    if let pair = row.pair { members.append(("pair", .string(pair))) }
    members.append(("tasks", answers.document(top: top, withLogits: withLogits)))
    return JSONValue.object(members).line
  }

  private func fields(_ row: Example, _ answers: QuestionPredictions) -> String {
    format.line(
      [row.text] + zip(columns, answers.answers).flatMap { $0.fields($1, label: $1.label) })
  }
}
