/// The sizes of an encoder, from which follows what it costs.
public struct ModelShape: Sendable, Equatable {
  /// `model_type` of its `config.json`, as transformers calls it.
  public let architecture: String
  /// Layers that a token passes through.
  public let layers: Int
  /// Values of a token between the layers.
  public let width: Int
  /// Values of a token inside a feed-forward layer.
  public let feedForward: Int
  /// Whether the feed-forward layers have a gate, a third matrix.
  public let isGated: Bool
  /// Terms of the scores, besides that of queries and keys, that distances bring: two in DeBERTa.
  public let distanceTerms: Int
  /// Values of a token in the embeddings, where those are narrower than the layers.
  public let embeddingWidth: Int?
  /// Weights with the embeddings, without pooler and head.
  public let parameters: Int
  /// The most tokens that a text may have, the special ones among them.
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

  /// The length of the texts for which costs are told, in tokens: a paragraph.
  public static let referenceLength = 100

  /// Multiply-adds of one token in the products with weights.
  public var layerProducts: Int {
    layers * (4 * width * width + (isGated ? 3 : 2) * width * feedForward) + (embeddingWidth ?? 0) * width
  }

  /// Multiply-adds of one token of a text of ``referenceLength`` tokens, attention included. No layer's window is
  /// narrower than such a text.
  public var multiplyAddsPerToken: Int {
    layerProducts + layers * (2 + distanceTerms) * width * Self.referenceLength
  }
}
