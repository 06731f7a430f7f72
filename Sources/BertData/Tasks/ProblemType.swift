/// What the labels of a text are: transformers' `problem_type`.
public enum ProblemType: String, Sendable, Codable, CaseIterable {
  /// One of several labels.
  case singleLabel = "single_label_classification"
  /// Any number of several labels, none included.
  case multiLabel = "multi_label_classification"
  /// A number.
  case regression
}

extension ProblemType {
  /// What one answers without looking at the text, in words.
  public var floorName: String {
    switch self {
    case .singleLabel: "always the most frequent label"
    case .multiLabel: "always the labels that most texts have"
    case .regression: "always the mean"
    }
  }
}
