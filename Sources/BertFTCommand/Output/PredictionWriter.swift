import BertExport
import BertFT
import BertStorage

/// Writes predictions, one row a line.
///
/// Scores and logits are written as the single-precision numbers that the model computes with: more digits would say
/// nothing.
struct PredictionWriter: ~Copyable {
  private let columns: PredictionColumns
  private let heading: RowHeading
  private let format: PredictionFormat
  private let abstainBelow: Double?
  private var output: ResultLines

  init(
    _ columns: PredictionColumns, heading: RowHeading, format: PredictionFormat, abstainBelow: Double?,
    to path: String?
  ) throws {
    self.columns = columns
    self.heading = heading
    self.format = format
    self.abstainBelow = abstainBelow
    output = try ResultLines(path: path)
  }

  /// What travels along with the answers.
  var travelling: ExportColumns { heading.columns }

  /// Writes the header, where the format has one: what travels along, `text` and the columns of the answer.
  mutating func begin() throws {
    guard format != .jsonl else { return }
    try output.write(format.line(heading.header + ["text"] + columns.header))
  }

  /// Writes rows and hands them over.
  mutating func write(_ rows: [Example], _ predictions: [Prediction]) throws {
    for (row, prediction) in zip(rows, predictions) { try write(row, prediction) }
    try output.handOver()
  }

  /// Ends the output; a file takes its place.
  consuming func finish() throws { try output.finish() }

  /// Writes one row.
  private mutating func write(_ example: Example, _ prediction: Prediction) throws {
    try output.write(
      format == .jsonl
        ? json(example, prediction)
        : format.line(
          heading.fields(example) + [example.text]
            + columns.fields(prediction, label: prediction.label(from: abstainBelow))))
  }

  private func json(_ example: Example, _ prediction: Prediction) throws -> String {
    var members = try heading.members(example) + [("text", .string(example.text))]
    if let pair = example.pair { members.append(("pair", .string(pair))) }
    members += columns.members(prediction, label: prediction.label(from: abstainBelow))
    return JSONValue.object(members).line
  }
}

extension Prediction {
  /// The one label; nil where its score is below a bound.
  func label(from bound: Double?) -> String? { confidence >= (bound ?? 0) ? label : nil }
}
