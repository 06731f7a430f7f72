public import BertData

/// The metrics of text vectors on held-out pairs.
public struct VectorFigures: Sendable, Codable, Equatable {
  /// How well the cosine retrieves the positives of each query; nil for scored pairs.
  public var retrieval: RetrievalMetrics?
  /// Spearman's correlation of cosine and score; nil for other pairs, and where either does not vary.
  public var spearman: Double?

  /// The metric that epochs are compared by.
  var value: Double { retrieval?.ndcgAt10 ?? spearman ?? -.infinity }
}
