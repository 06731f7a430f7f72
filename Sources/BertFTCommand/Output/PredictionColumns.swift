import BertFT
import BertStorage

/// The columns of a table that hold the answers to one question.
struct PredictionColumns {
  /// The names of all members that an answer of any model may have.
  static let members = [
    "text", "pair", "label", "labels", "scores", "score", "logits", "novelty", "tasks", "entities", "error",
  ]

  let labels: [String]
  let problem: ProblemType
  /// How many of the highest scores are given; nil for all.
  let top: Int?
  let withLogits: Bool
  var withNovelty = false
  /// The prefix of the columns' names, such as `topic_` where there are several questions.
  var prefix = ""

  /// The names of the columns: `label`, `labels` or `score`; `score_LABEL` for each label; `novelty` where the bundle
  /// knows it; and, if asked for, `logit_LABEL` for each label, or `logit` for a number.
  var header: [String] {
    var names: [String]
    switch problem {
    case .singleLabel: names = ["label"] + labels.map { "score_" + $0 }
    case .multiLabel: names = ["labels"] + labels.map { "score_" + $0 }
    case .regression: names = ["score"]
    }
    if withNovelty { names.append("novelty") }
    if withLogits { names += problem == .regression ? ["logit"] : labels.map { "logit_" + $0 } }
    return names.map { prefix + $0 }
  }

  /// The fields of an answer, in the order of ``header``.
  ///
  /// - Parameters:
  ///   - prediction: The answer.
  ///   - label: The label of a text with one; nil where the model abstains.
  func fields(_ prediction: Prediction, label: String?) -> [String] {
    func figure(_ value: Double) -> String { Float(value).description }
    let shown = Set(shown(prediction))
    let scores = labels.indices.map { shown.contains($0) ? figure(prediction.scores[$0]) : "" }
    var fields: [String]
    switch problem {
    case .singleLabel: fields = [label ?? ""] + scores
    case .multiLabel:
      // A JSON list, which reads back whatever the labels hold.
      fields = [JSONValue.array(prediction.chosen.map { .string(labels[$0]) }).line] + scores
    case .regression: fields = [figure(prediction.scores[0])]
    }
    if withNovelty { fields.append(prediction.novelty.map(figure) ?? "") }
    if withLogits { fields += prediction.logits.map(figure) }
    return fields
  }

  /// The members of an answer's object; ``prefix`` has no effect on them.
  ///
  /// - Parameters:
  ///   - prediction: The answer.
  ///   - label: The label of a text with one; nil where the model abstains.
  func members(_ prediction: Prediction, label: String?) -> [(String, JSONValue)] {
    let answer = prediction.members(label: label, shown: shown(prediction))
    return withLogits ? answer + [("logits", .array(prediction.logits.map { .float(Float($0)) }))] : answer
  }

  /// The indices of the labels whose scores are shown; with ``top`` the highest first.
  func shown(_ prediction: Prediction) -> [Int] {
    top.map { Array(prediction.ranking.prefix($0)) } ?? Array(labels.indices)
  }
}
