/// The vector of one text.
public struct Embedding: Sendable, Equatable {
  /// The vector.
  public let values: [Float]
  /// Tokens of the text after truncation, including special tokens.
  public let tokens: Int
  /// Whether the text was longer than the maximum length and was cut.
  public let isTruncated: Bool
}
