import BertFT
import BertStorage

/// Writes predictions to standard output, one row a line.
///
/// Scores and logits are written as the single-precision numbers that the model computes with: more digits would say
/// nothing.
struct PredictionWriter {
  private let columns: PredictionColumns
  private let format: PredictionFormat
  private let abstainBelow: Double?
  private var output = StandardOutput()

  init(_ columns: PredictionColumns, format: PredictionFormat, abstainBelow: Double?) {
    self.columns = columns
    self.format = format
    self.abstainBelow = abstainBelow
  }

  /// Writes the header, where the format has one: `text` and the columns of the answer.
  mutating func begin() throws(CommandFailure) {
    guard format != .jsonl else { return }
    try output.writeLine(format.line(["text"] + columns.header))
  }

  /// Writes rows and hands them over.
  mutating func write(_ rows: [Example], _ predictions: [Prediction]) throws(CommandFailure) {
    for (row, prediction) in zip(rows, predictions) { try write(row, prediction) }
    try output.flush()
  }

  /// Writes one row.
  private mutating func write(_ example: Example, _ prediction: Prediction) throws(CommandFailure) {
    try output.writeLine(
      format == .jsonl
        ? json(example, prediction)
        : format.line([example.text] + columns.fields(prediction, label: prediction.label(from: abstainBelow))))
  }

  private func json(_ example: Example, _ prediction: Prediction) -> String {
    var members: [(String, JSONValue)] = [("text", .string(example.text))]
    if let pair = example.pair { members.append(("pair", .string(pair))) }
    members += columns.members(prediction, label: prediction.label(from: abstainBelow))
    return JSONValue.object(members).line
  }
}

extension Prediction {
  /// The one label; nil where its score is below a bound.
  func label(from bound: Double?) -> String? { confidence >= (bound ?? 0) ? label : nil }
}
