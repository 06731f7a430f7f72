public import BertBaselines

/// The rungs of the ladder, from the cheapest up.
public enum ComparisonMethod: String, Sendable, Codable, CaseIterable {
  case majority, tfidf, nbsvm, glove, word2vec, fasttext, features, finetune

  /// The name for tables.
  public var title: String {
    switch self {
    case .features: "frozen encoder"
    case .finetune: "fine-tuned encoder"
    default: baseline?.title ?? rawValue
    }
  }

  /// The simple model that the rung is; nil where an encoder takes part.
  public var baseline: BaselineMethod? { BaselineMethod(rawValue: rawValue) }

  /// Whether chance plays a part in learning, so that another seed gives another classifier.
  var isSeeded: Bool { [.word2vec, .fasttext, .finetune].contains(self) }
}
