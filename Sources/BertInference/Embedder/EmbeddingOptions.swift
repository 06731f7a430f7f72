public import BertEncoder

/// How texts become vectors, where it is not to be as the model's own files say.
public struct EmbeddingOptions: Sendable, Equatable {
  /// Which prompt stands before each text.
  public enum Prompt: Sendable, Equatable {
    /// The one that the model names as its default, if it does.
    case modelDefault
    /// The one that the model calls `query`, or none where it has none, even if it has a default: what a search text gets.
    case query
    /// One of the model's by name.
    case named(String)
    /// This text; empty for none.
    case text(String)
  }

  /// The pooling; nil for the model's own.
  public var pooling: PoolingMode?
  /// Whether vectors have length 1; nil for what the model's files say, and yes where it has none.
  public var normalizes: Bool?
  /// Tokens of a text at the most, special ones included; nil for what the model's files say.
  public var maxLength: Int?
  /// What stands before each text.
  public var prompt: Prompt
  /// So many of the first dimensions are kept, for models trained that these say most (Kusupati et al., arXiv
  /// 2205.13147); normalized vectors are normalized again. nil keeps all.
  public var dimensions: Int?

  /// What the encoder computes in; nil for what its weights are stored in.
  public var precision: Precision?

  /// Options from their parts.
  public init(
    pooling: PoolingMode? = nil, normalizes: Bool? = nil, maxLength: Int? = nil, prompt: Prompt = .modelDefault,
    dimensions: Int? = nil, precision: Precision? = nil
  ) {
    self.pooling = pooling
    self.normalizes = normalizes
    self.maxLength = maxLength
    self.prompt = prompt
    self.dimensions = dimensions
    self.precision = precision
  }
}
