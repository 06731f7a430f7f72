public import BertBaselines

/// The rungs of the ladder, from the cheapest up.
public enum ComparisonMethod: String, Sendable, Codable, CaseIterable {
  /// The most frequent label for every text.
  case majority
  /// TF-IDF and a logistic regression.
  case tfidf
  /// Words weighed by their ratio of counts between labels (NB-SVM).
  case nbsvm
  /// The mean of GloVe vectors and a logistic regression.
  case glove
  /// The mean of vectors trained on the rows, and a logistic regression.
  case word2vec
  /// A classifier in fastText's manner.
  case fasttext
  /// A logistic regression on the frozen encoder's features.
  case features
  /// The encoder, all of it trained.
  case finetune

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
