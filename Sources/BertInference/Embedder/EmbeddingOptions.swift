public import BertEncoder

/// How texts become vectors, where that differs from the model's own files.
public struct EmbeddingOptions: Sendable, Equatable {
  /// Which prompt is put before each text.
  public enum Prompt: Sendable, Equatable {
    /// The model's default prompt, if it names one.
    case modelDefault
    /// The model's prompt named `query`, for search queries; no prompt where it has none of that name, even if it has a
    /// default.
    case query
    /// The model's prompt of this name.
    case named(String)
    /// This text; empty for none.
    case text(String)
  }

  /// The pooling; nil for the model's own.
  public var pooling: PoolingMode?
  /// Whether vectors are normalized to length 1; nil for what the model's files say, and true where it has none.
  public var normalizes: Bool?
  /// The most tokens of a text, including special tokens; nil for what the model's files say.
  public var maxLength: Int?
  /// Which prompt is put before each text.
  public var prompt: Prompt
  /// How many of the first dimensions are kept, for models trained with Matryoshka representation learning (Kusupati et
  /// al., arXiv 2205.13147); normalized vectors are normalized again. Nil keeps all.
  public var dimensions: Int?

  /// The number format that the encoder computes in; nil for the format of the stored weights.
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
