import BertEncoder
import BertKernels
import BertText

/// Computes the vectors of batches of tokens. It is immutable, so several threads may run it, each with a `Compute` of
/// its own.
protocol VectorPipeline: Sendable {
  /// The number of values of one vector.
  var dimensions: Int { get }
  /// Whether the vectors have length 1.
  var normalizes: Bool { get }

  /// Computes the vectors of a batch, `[B, dimensions]`.
  func run(_ batch: TokenBatch, into out: Matrix, compute: Compute)
}

/// A model and the options, combined and checked: everything that vectors of texts need except the weights.
protocol VectorPlan {
  var tokenizer: any Tokenizer { get }
  /// The most tokens of a text, including special tokens.
  var maxLength: Int { get }
  /// The prompt that is put before each text; empty for none.
  var prompt: String { get }
  /// Whether tokens of the prompt are left out of the mean.
  var skipsPrompt: Bool { get }
  /// The pooling modes in use.
  var pooling: [PoolingMode] { get }
  /// The settings for the whole model in its files.
  var settings: ModelSettings { get }
  /// How a text is tokenized and truncated.
  var encoding: EncodingOptions { get }

  /// The number format to compute in: that of the options, else that of the stored weights or of `compute`.
  func precision(on compute: Compute) -> Precision

  /// The pipeline with its weights, and the store of its vectors; the store is nil without a cache, and where a cache
  /// would save nothing.
  ///
  /// - Parameters:
  ///   - compute: Its factors are those of ``precision(on:)``.
  ///   - cache: Keeps vectors between runs; nil keeps none.
  /// - Throws: an ``InferenceError`` that names the file or the option.
  func pipeline(
    _ compute: Compute, cache: FeatureCache?
  ) throws(InferenceError) -> (pipeline: any VectorPipeline, store: FeatureStore?)
}
