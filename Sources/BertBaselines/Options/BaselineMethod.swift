/// The simple models.
public enum BaselineMethod: String, Sendable, Codable, CaseIterable {
  /// The most frequent label, whatever the text.
  case majority
  /// Weighted counts of words and pairs of words, and a logistic regression.
  case tfidf
  /// Log-count ratios of a naive Bayes model as features of a linear one (Wang and Manning 2012).
  case nbsvm
  /// Averaged embeddings of words and hashed pairs of words, learnt with the labels (Joulin et al. 2017).
  case fasttext
  /// Averaged word vectors that others trained, and a logistic regression.
  case glove
  /// The same over vectors trained on the texts themselves.
  case word2vec

  /// The name for tables.
  public var title: String {
    switch self {
    case .majority: "majority"
    case .tfidf: "TF-IDF"
    case .nbsvm: "NB-SVM"
    case .fasttext: "fastText-style"
    case .glove: "GloVe"
    case .word2vec: "Word2Vec"
    }
  }
}
