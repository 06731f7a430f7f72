/// The vectors of texts, in the order of the texts.
public struct Embeddings: Sendable, Equatable {
  /// The number of values of one vector.
  public let dimensions: Int
  /// `[texts, dimensions]`, row after row.
  public let values: [Float]
  /// Tokens in all texts after truncation, including special tokens.
  public let tokens: Int
  /// Texts that were longer than the maximum length and were cut.
  public let truncated: Int
  /// How many distinct sequences of tokens were encoded.
  package let encoded: Int

  init(dimensions: Int, values: [Float], tokens: Int, truncated: Int, encoded: Int) {
    self.dimensions = dimensions
    self.values = values
    self.tokens = tokens
    self.truncated = truncated
    self.encoded = encoded
  }

  /// The number of texts.
  public var count: Int { values.count / dimensions }

  /// The vector of a text.
  public subscript(index: Int) -> ArraySlice<Float> { values[index * dimensions..<(index + 1) * dimensions] }
}
