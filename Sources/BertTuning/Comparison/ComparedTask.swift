public import BertData

/// The task that methods are compared on.
public enum ComparedTask: String, Sendable, Codable {
  /// One of several labels a text.
  case singleLabel = "single_label_classification"
  /// Any number of several labels a text.
  case multiLabel = "multi_label_classification"
  /// A number.
  case regression
  /// Labels of tokens, which form entities.
  case tokens = "token_classification"

  /// The task of a kind of labels of texts.
  public init(_ problem: ProblemType) {
    self =
      switch problem {
      case .singleLabel: .singleLabel
      case .multiLabel: .multiLabel
      case .regression: .regression
      }
  }
}
