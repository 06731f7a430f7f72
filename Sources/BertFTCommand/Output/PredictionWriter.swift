import BertExport
import BertFT
import BertStorage

/// Writes predictions, one row a line.
///
/// Scores and logits are written as single-precision numbers, because the model computes with no more digits.
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

  /// The columns that are copied to the answers.
  var copied: ExportColumns { heading.columns }

  /// Writes the header where the format has one: the copied columns, `text` and the columns of the answer.
  mutating func begin() throws {
    guard format != .jsonl else { return }
    try output.write(format.line(heading.header + ["text"] + columns.header))
  }

  /// Writes rows, and hands the lines over to the output.
  ///
  /// - Parameters:
  ///   - rows: The rows. [N]
  ///   - predictions: Their answers. [N]
  mutating func write(_ rows: [Example], _ predictions: [Prediction]) throws {
    for (row, prediction) in zip(rows, predictions) { try write(row, prediction) }
    try output.handOver()
  }

  /// Ends the output; a file moves into its place.
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
  /// The label of a text with one; nil where its score is below a bound.
  func label(from bound: Double?) -> String? { confidence >= (bound ?? 0) ? label : nil }
}
