/// How the vectors of a text's words become one.
public struct VectorOptions: Sendable, Codable, Equatable {
  /// What each word counts.
  public enum Weighting: String, Sendable, Codable, CaseIterable {
    /// Every word the same.
    case mean
    /// Rare words more: a / (a + p), and the texts' common direction taken out (Arora et al. 2017).
    case sif
    /// Each word by its inverse document frequency.
    case tfidf
  }

  /// The weighting.
  public var weighting = Weighting.mean
  /// The vectors by name or path, for the record; nil for those trained on the texts themselves.
  public var source: String?

  /// The defaults.
  public init() {}
}
