import BertData

/// Texts that occur in more than one row of a run. Metrics on texts that are also training texts are too high, and of
/// two rows with different labels one is wrong.
///
/// Texts count as the same where their characters are; near-duplicates are not looked for.
public struct RepeatedRows: Sendable, Equatable, Codable {
  /// Validation rows whose text is also a training text; with cross-validation, rows whose text another row has. nil
  /// without either.
  public let validation: Int?
  /// Test rows whose text is also a training text; nil without a test.
  public let test: Int?
  /// Rows, of all parts, whose text also occurs with another label, other labels or another number.
  public let underOtherLabels: Int

  private enum CodingKeys: String, CodingKey {
    case validation, test
    case underOtherLabels = "under_other_labels"
  }

  /// Counts the repeated texts of a run's rows.
  public init(_ data: TrainingData) {
    var learnt: [String: Int] = [:]
    for row in data.training { learnt[Self.key(row), default: 0] += 1 }
    func shared(_ rows: [Example]) -> Int { rows.count { learnt[Self.key($0)] != nil } }
    if data.folds != nil {
      validation = learnt.values.reduce(0) { $0 + ($1 > 1 ? $1 : 0) }
    } else {
      validation = data.validation.isEmpty ? nil : shared(data.validation)
    }
    test = data.test.isEmpty ? nil : shared(data.test)
    let rows = [data.training, data.validation, data.test].joined()
    var targetOf: [String: Target?] = [:], contradicted: Set<String> = []
    for row in rows {
      let key = Self.key(row)
      if let known = targetOf[key] {
        if known != row.target { contradicted.insert(key) }
      } else {
        targetOf[key] = .some(row.target)
      }
    }
    underOtherLabels = contradicted.isEmpty ? 0 : rows.reduce(0) { $0 + (contradicted.contains(Self.key($1)) ? 1 : 0) }
  }

  /// Whether no text is repeated.
  public var isEmpty: Bool { (validation ?? 0) + (test ?? 0) + underOtherLabels == 0 }

  private static func key(_ row: Example) -> String { row.pair.map { "\(row.text)\u{0}\($0)" } ?? row.text }
}
