/// The sizes of an encoder, which determine its cost.
public struct ModelShape: Sendable, Equatable {
  /// `model_type` of its `config.json`, as transformers calls it.
  public let architecture: String
  /// The number of layers.
  public let layers: Int
  /// The hidden size.
  public let width: Int
  /// The intermediate size of the feed-forward layers.
  public let feedForward: Int
  /// Whether the feed-forward layers are gated, with a third matrix.
  public let isGated: Bool
  /// The number of terms of the attention scores that depend on distances: two in DeBERTa.
  public let distanceTerms: Int
  /// The size of the embeddings, where it is smaller than the hidden size.
  public let embeddingWidth: Int?
  /// The number of weights, with the embeddings, without pooler and head.
  public let parameters: Int
  /// The greatest number of tokens of a text, special ones included.
  public let maximumTokens: Int

  init(
    _ architecture: String, layers: Int, width: Int, feedForward: Int, isGated: Bool = false, distanceTerms: Int = 0,
    embeddingWidth: Int? = nil, parameters: Int, maximumTokens: Int = 512
  ) {
    self.architecture = architecture
    self.layers = layers
    self.width = width
    self.feedForward = feedForward
    self.isGated = isGated
    self.distanceTerms = distanceTerms
    self.embeddingWidth = embeddingWidth
    self.parameters = parameters
    self.maximumTokens = maximumTokens
  }

  /// The length in tokens of the texts for which costs are given: a paragraph.
  public static let referenceLength = 100

  /// Multiply-adds per token in the products with weights.
  public var layerProducts: Int {
    layers * (4 * width * width + (isGated ? 3 : 2) * width * feedForward) + (embeddingWidth ?? 0) * width
  }

  /// Multiply-adds per token of a text of ``referenceLength`` tokens, attention included. No layer's attention window
  /// is narrower than such a text.
  public var multiplyAddsPerToken: Int {
    layerProducts + layers * (2 + distanceTerms) * width * Self.referenceLength
  }
}
