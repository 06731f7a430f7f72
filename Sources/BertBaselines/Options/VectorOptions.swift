/// How the vectors of a text's words are combined.
public struct VectorOptions: Sendable, Codable, Equatable {
  /// The weight of each word.
  public enum Weighting: String, Sendable, Codable, CaseIterable {
    /// Equal weights.
    case mean
    /// Higher weights for rare words: a / (a + p), then the common direction of the texts is removed (Arora et al.
    /// 2017).
    case sif
    /// Each word by its inverse document frequency.
    case tfidf
  }

  /// The weighting.
  public var weighting = Weighting.mean
  /// The name or path of the vectors, for the record; nil for vectors trained on the texts themselves.
  public var source: String?

  /// The defaults.
  public init() {}
}
