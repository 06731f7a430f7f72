import BertFT
import BertStorage

/// Writes the answers to several questions, one row a line.
struct QuestionWriter: ~Copyable {
  private let columns: [PredictionColumns]
  private let format: PredictionFormat
  private let top: Int?
  private let withLogits: Bool
  private let heading: RowHeading
  private var output: ResultLines

  init(
    _ questions: [QuestionLabels], heading: RowHeading, format: PredictionFormat, top: Int?, withLogits: Bool,
    to path: String?
  ) throws {
    self.heading = heading
    self.format = format
    self.top = top
    self.withLogits = withLogits
    columns = Self.columns(questions, top: top, withLogits: withLogits)
    output = try ResultLines(path: path)
  }

  /// The names of all answers' columns in a table.
  static func header(_ questions: [QuestionLabels], top: Int?, withLogits: Bool) -> [String] {
    columns(questions, top: top, withLogits: withLogits).flatMap(\.header)
  }

  private static func columns(_ questions: [QuestionLabels], top: Int?, withLogits: Bool) -> [PredictionColumns] {
    questions.map {
      PredictionColumns(
        labels: $0.labels.names, problem: $0.question.problem, top: top, withLogits: withLogits, prefix: $0.name + "_")
    }
  }

  /// Writes the header where the format has one: the copied columns, `text`, and the columns of each question after its
  /// name.
  mutating func begin() throws {
    guard format != .jsonl else { return }
    try output.write(format.line(heading.header + ["text"] + columns.flatMap(\.header)))
  }

  /// Writes rows, and hands the lines over to the output.
  ///
  /// - Parameters:
  ///   - rows: The rows. [N]
  ///   - answers: Their answers. [N]
  mutating func write(_ rows: [Example], _ answers: [QuestionPredictions]) throws {
    for (row, answers) in zip(rows, answers) {
      try output.write(format == .jsonl ? json(row, answers) : fields(row, answers))
    }
    try output.handOver()
  }

  /// Ends the output; a file moves into its place.
  consuming func finish() throws { try output.finish() }

  private func json(_ row: Example, _ answers: QuestionPredictions) throws -> String {
    var members = try heading.members(row) + [("text", .string(row.text))]
    if let pair = row.pair { members.append(("pair", .string(pair))) }
    members.append(("tasks", answers.document(top: top, withLogits: withLogits)))
    return JSONValue.object(members).line
  }

  private func fields(_ row: Example, _ answers: QuestionPredictions) throws -> String {
    format.line(
      try heading.fields(row) + [row.text] + zip(columns, answers.answers).flatMap { $0.fields($1, label: $1.label) })
  }
}
