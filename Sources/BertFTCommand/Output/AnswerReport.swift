import BertFT
import BertStorage

/// The model that answers, as a JSON note before the answers.
enum AnswerReport {
  /// An object with the bundle's method, null for another directory, and the labels or the names of several questions.
  static func line(_ model: OpenedModel) -> String {
    let object: JSONValue =
      switch model {
      case .classifier(let classifier): members(classifier.record, ("labels", classifier.labels))
      case .questions(let classifier): members(classifier.record, ("tasks", classifier.questions.map(\.name)))
      case .tagger(let tagger): members(tagger.record, ("labels", tagger.labels))
      }
    return object.line
  }

  private static func members(_ record: BundleRecord?, _ names: (key: String, names: [String])) -> JSONValue {
    .object([
      ("method", record.map { .string($0.method.rawValue) } ?? .null),
      (names.key, .array(names.names.map { .string($0) })),
    ])
  }
}
