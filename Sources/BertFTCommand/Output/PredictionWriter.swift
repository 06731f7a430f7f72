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
        : format.line([example.text] + columns.fields(prediction, label: label(prediction))))
  }

  /// The one label; nil where the model is not sure enough of it.
  private func label(_ prediction: Prediction) -> String? {
    prediction.confidence >= (abstainBelow ?? 0) ? prediction.label : nil
  }

  private func json(_ example: Example, _ prediction: Prediction) -> String {
    var members: [(String, JSONValue)] = [("text", .string(example.text))]
    if let pair = example.pair { members.append(("pair", .string(pair))) }
    members += prediction.members(label: label(prediction), shown: columns.shown(prediction))
    if columns.withLogits { members.append(("logits", .array(prediction.logits.map { .float(Float($0)) }))) }
    return JSONValue.object(members).line
  }
}
