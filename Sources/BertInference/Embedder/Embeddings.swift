/// The vectors of texts, in the order of the texts.
public struct Embeddings: Sendable, Equatable {
  /// Values of one vector.
  public let dimensions: Int
  /// `[texts, dimensions]`, row after row.
  public let values: [Float]
  /// Tokens in all texts after cutting, special ones included.
  public let tokens: Int
  /// Texts that were longer than the maximum length and were cut.
  public let truncated: Int
  /// Different sequences of tokens that were encoded; the others are the same as one of them.
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
