import BertFT
import BertStorage

/// Writes predictions to standard output, one row a line.
///
/// Scores and logits are written as the single-precision numbers that the model computes with: more digits would say
/// nothing.
struct PredictionWriter {
  private let labels: [String]
  private let format: PredictionFormat
  private let top: Int?
  private let withLogits: Bool
  private let abstainBelow: Double?
  private var output = StandardOutput()

  init(labels: [String], format: PredictionFormat, top: Int?, withLogits: Bool, abstainBelow: Double?) {
    self.labels = labels
    self.format = format
    self.top = top
    self.withLogits = withLogits
    self.abstainBelow = abstainBelow
  }

  /// Writes the header, where the format has one: `text`, `label`, a column `score_LABEL` for each label, and
  /// `logit_LABEL` if asked for.
  mutating func begin() throws(CommandFailure) {
    guard format != .jsonl else { return }
    var header = ["text", "label"] + labels.map { "score_" + $0 }
    if withLogits { header += labels.map { "logit_" + $0 } }
    try output.writeLine(format.line(header))
  }

  /// Writes one row.
  mutating func write(_ example: Example, _ prediction: Prediction) throws(CommandFailure) {
    // Of equal scores the first label's comes first.
    let ranked = labels.indices.sorted { (prediction.scores[$1], $0) < (prediction.scores[$0], $1) }
    let best = prediction.confidence >= (abstainBelow ?? 0) ? prediction.index : nil
    let line = format == .jsonl ? json(example, prediction, ranked, best) : row(example, prediction, ranked, best)
    try output.writeLine(line)
  }

  /// Hands over what was written.
  mutating func flush() throws(CommandFailure) { try output.flush() }

  private func json(_ example: Example, _ prediction: Prediction, _ ranked: [Int], _ best: Int?) -> String {
    var members: [(String, JSONValue)] = [("text", .string(example.text))]
    if let pair = example.pair { members.append(("pair", .string(pair))) }
    members.append(("label", best.map { .string(labels[$0]) } ?? .null))
    let shown = top.map { Array(ranked.prefix($0)) } ?? Array(labels.indices)
    members.append(("scores", .object(shown.map { (labels[$0], .float(Float(prediction.scores[$0]))) })))
    if withLogits { members.append(("logits", .array(prediction.logits.map { .float(Float($0)) }))) }
    return JSONValue.object(members).line
  }

  private func row(_ example: Example, _ prediction: Prediction, _ ranked: [Int], _ best: Int?) -> String {
    var fields = [example.text, best.map { labels[$0] } ?? ""]
    let shown = Set(ranked.prefix(top ?? labels.count))
    fields += labels.indices.map { shown.contains($0) ? Float(prediction.scores[$0]).description : "" }
    if withLogits { fields += prediction.logits.map { Float($0).description } }
    return format.line(fields)
  }
}
