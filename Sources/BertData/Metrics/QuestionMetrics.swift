import BertStorage

/// How well a model answers several questions, each by the figures of its problem.
public struct QuestionMetrics: Sendable, Equatable {
  /// The figures of one question.
  public struct Figures: Sendable, Equatable {
    /// The name of the question.
    public var question: String
    /// Its metrics on the rows that have an answer to it.
    public var metrics: TaskMetrics

    /// The figures of a question; each parameter sets the property of its name.
    public init(question: String, metrics: TaskMetrics) {
      self.question = question
      self.metrics = metrics
    }
  }

  /// Rows judged, each with an answer to at least one question.
  public var rows: Int
  /// The figures of the questions, in their order; a question without an answered row has none.
  public var questions: [Figures]

  /// The figures of several questions; each parameter sets the property of its name.
  public init(rows: Int, questions: [Figures]) {
    self.rows = rows
    self.questions = questions
  }

  /// The mean over the questions of ``TaskMetrics/comparable``; nil without questions.
  public var mean: Double? {
    questions.isEmpty ? nil : questions.reduce(0) { $0 + $1.metrics.comparable } / Double(questions.count)
  }
}

extension TaskMetrics {
  /// A figure from 0 to 1 that can be compared with that of another problem: macro F1 of labels; R² of numbers, 0 where
  /// it is negative or not defined; F1 of entities; the mean of several questions.
  public var comparable: Double {
    switch self {
    case .singleLabel, .multiLabel: value(for: .macroF1) ?? 0
    case .regression: max(0, value(for: .r2) ?? 0)
    case .several(let metrics): metrics.mean ?? 0
    case .entities(let metrics): metrics.f1
    }
  }
}

extension QuestionMetrics {
  /// `{"rows":…,"tasks":{NAME:{the figures of its problem}}}`
  var document: JSONValue {
    ["rows": .integer(rows), "tasks": .object(questions.map { ($0.question, .verbatim($0.metrics.json)) })]
  }
}

extension QuestionMetrics: Codable {
  private enum CodingKeys: String, CodingKey {
    case rows, tasks
    case names = "task_names"
  }

  /// Reads what ``encode(to:)`` writes, the questions in the order of `task_names`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let each = try container.decode([String: TaskMetrics].self, forKey: .tasks)
    rows = try container.decode(Int.self, forKey: .rows)
    questions = try container.decode([String].self, forKey: .names).compactMap { name in
      each[name].map { Figures(question: name, metrics: $0) }
    }
  }

  /// Writes the figures and, since an encoder keeps no order, the order of the names.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rows, forKey: .rows)
    try container.encode(questions.map(\.question), forKey: .names)
    try container.encode(
      Dictionary(questions.map { ($0.question, $0.metrics) }, uniquingKeysWith: { first, _ in first }), forKey: .tasks)
  }
}
