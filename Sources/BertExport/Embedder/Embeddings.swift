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

  /// The number of texts.
  public var count: Int { values.count / dimensions }

  /// The vector of a text.
  public subscript(index: Int) -> ArraySlice<Float> { values[index * dimensions..<(index + 1) * dimensions] }
}
