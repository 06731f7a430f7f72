import BertFT
import BertStorage

/// Writes predictions to standard output, one row a line.
///
/// Scores and logits are written as the single-precision numbers that the model computes with: more digits would say
/// nothing.
struct PredictionWriter {
  private let labels: [String]
  private let problem: ProblemType
  private let format: PredictionFormat
  private let top: Int?
  private let withLogits: Bool
  private let abstainBelow: Double?
  private let withNovelty: Bool
  private var output = StandardOutput()

  init(
    labels: [String], problem: ProblemType, format: PredictionFormat, top: Int?, withLogits: Bool,
    abstainBelow: Double?,
    withNovelty: Bool
  ) {
    self.labels = labels
    self.problem = problem
    self.format = format
    self.top = top
    self.withLogits = withLogits
    self.abstainBelow = abstainBelow
    self.withNovelty = withNovelty
  }

  /// Writes the header, where the format has one: `text`, then `label`, `labels` or `score`, a column `score_LABEL` for each
  /// label, `novelty` where the bundle knows it, and `logit_LABEL` if asked for, of a number `logit`.
  mutating func begin() throws(CommandFailure) {
    guard format != .jsonl else { return }
    var header = ["text"]
    switch problem {
    case .singleLabel: header += ["label"] + labels.map { "score_" + $0 }
    case .multiLabel: header += ["labels"] + labels.map { "score_" + $0 }
    case .regression: header.append("score")
    }
    if withNovelty { header.append("novelty") }
    if withLogits { header += problem == .regression ? ["logit"] : labels.map { "logit_" + $0 } }
    try output.writeLine(format.line(header))
  }

  /// Writes one row.
  mutating func write(_ example: Example, _ prediction: Prediction) throws(CommandFailure) {
    try output.writeLine(format == .jsonl ? json(example, prediction) : row(example, prediction))
  }

  /// Hands over what was written.
  mutating func flush() throws(CommandFailure) { try output.flush() }

  /// The one label; nil where the model is not sure enough of it.
  private func label(_ prediction: Prediction) -> String? {
    prediction.confidence >= (abstainBelow ?? 0) ? prediction.label : nil
  }

  /// The labels whose scores are shown: the highest first where only some are.
  private func shown(_ prediction: Prediction) -> [Int] {
    top.map { Array(prediction.ranking.prefix($0)) } ?? Array(labels.indices)
  }

  private func json(_ example: Example, _ prediction: Prediction) -> String {
    var members: [(String, JSONValue)] = [("text", .string(example.text))]
    if let pair = example.pair { members.append(("pair", .string(pair))) }
    members += prediction.members(label: label(prediction), shown: shown(prediction))
    if withLogits { members.append(("logits", .array(prediction.logits.map { .float(Float($0)) }))) }
    return JSONValue.object(members).line
  }

  private func row(_ example: Example, _ prediction: Prediction) -> String {
    func figure(_ value: Double) -> String { Float(value).description }
    var fields = [example.text]
    let shown = Set(shown(prediction))
    let scores = labels.indices.map { shown.contains($0) ? figure(prediction.scores[$0]) : "" }
    switch problem {
    case .singleLabel: fields += [label(prediction) ?? ""] + scores
    case .multiLabel:
      // A JSON list, which reads back whatever the labels hold.
      fields += [JSONValue.array(prediction.chosen.map { .string(labels[$0]) }).line] + scores
    case .regression: fields.append(figure(prediction.scores[0]))
    }
    if withNovelty { fields.append(prediction.novelty.map(figure) ?? "") }
    if withLogits { fields += prediction.logits.map(figure) }
    return format.line(fields)
  }
}
