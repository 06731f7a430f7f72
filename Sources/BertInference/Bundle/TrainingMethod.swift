public import BertBaselines

/// How the knowledge of the encoder is carried over to the labels.
public enum TrainingMethod: String, Sendable, Codable, CaseIterable {
  /// The program chooses by the number of labelled texts; see `MethodChoice`.
  case auto
  /// All weights (or those not frozen) are trained at a small rate.
  case finetune
  /// The encoder is left as it is; its pooled features feed a logistic regression.
  case features
  // Without an encoder:
  /// Weighted counts of words and pairs of words, and a logistic regression.
  case tfidf
  /// A linear model on the log-count ratios of naive Bayes.
  case nbsvm
  /// Averaged word vectors that others trained, and a logistic regression.
  case glove
  /// The same over vectors trained on the texts themselves.
  case word2vec
  /// Embeddings of words and pairs of words learnt with the labels, as fastText does it.
  case fasttext

  /// The simple model that the method is; nil where an encoder takes part.
  public var baseline: BaselineMethod? { BaselineMethod(rawValue: rawValue) }
}
