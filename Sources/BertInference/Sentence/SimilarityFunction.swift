/// What a model's vectors are meant to be compared by, under the names that sentence-transformers gives it.
public enum SimilarityFunction: String, Sendable, CaseIterable, Codable {
  /// The cosine of the angle between two vectors.
  case cosine
  /// The dot product.
  case dot
  /// The Euclidean distance, negated.
  case euclidean
  /// The sum of the differences' sizes, negated.
  case manhattan
}
