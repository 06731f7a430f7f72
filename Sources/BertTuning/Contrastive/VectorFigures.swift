public import BertData

/// What vectors of texts are worth on pairs that were not learnt from.
public struct VectorFigures: Sendable, Codable, Equatable {
  /// How well what belongs to a text is found by the cosine; nil for scored pairs.
  public var retrieval: RetrievalMetrics?
  /// Spearman's correlation of cosine and score; nil for other pairs, and where either does not vary.
  public var spearman: Double?

  /// The figure that epochs are compared by.
  var value: Double { retrieval?.ndcgAt10 ?? spearman ?? -.infinity }
}
