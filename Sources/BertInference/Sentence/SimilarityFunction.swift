/// The function that compares a model's vectors; the raw values are the names in sentence-transformers.
public enum SimilarityFunction: String, Sendable, CaseIterable, Codable {
  /// The cosine of the angle between two vectors.
  case cosine
  /// The dot product.
  case dot
  /// The Euclidean distance, negated.
  case euclidean
  /// The Manhattan distance, the sum of the absolute differences, negated.
  case manhattan
}
