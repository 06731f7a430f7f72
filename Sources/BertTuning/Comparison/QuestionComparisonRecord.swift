public import BertData

/// The content of `compare.json` for several questions: a ladder for each.
public struct QuestionComparisonRecord: Sendable, Codable, ComparisonJournal {
  static let format = 3

  /// The format version of this record.
  public var formatVersion: Int
  /// Program and version.
  public var createdWith: String
  /// The questions, in the order of the report.
  public var questions: [Question]
  /// The ladder of each question, by its name. One fine-tuned encoder answers all of them.
  public var tasks: [String: ComparisonRecord]

  private enum CodingKeys: String, CodingKey {
    case questions, tasks
    case formatVersion = "format_version"
    case createdWith = "created_with"
  }

  /// The questions with their ladders, in order.
  public var ladders: [(name: String, record: ComparisonRecord)] {
    questions.compactMap { question in tasks[question.name].map { (question.name, $0) } }
  }
}
