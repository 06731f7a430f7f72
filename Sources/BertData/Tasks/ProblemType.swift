/// What a text has: one label, several labels or a number, as in `problem_type` of transformers.
public enum ProblemType: String, Sendable, Codable, CaseIterable {
  /// One of several labels.
  case singleLabel = "single_label_classification"
  /// Any number of several labels, none included.
  case multiLabel = "multi_label_classification"
  /// A number.
  case regression
}

extension ProblemType {
  /// The name, for people, of the baseline that does not look at the text.
  public var floorName: String {
    switch self {
    case .singleLabel: "always the most frequent label"
    case .multiLabel: "always the labels that most texts have"
    case .regression: "always the mean"
    }
  }
}
