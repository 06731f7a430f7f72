import BertEncoder
import BertKernels
import BertText

/// What makes vectors of batches of tokens. Nothing in it changes once it is made, so that several threads may run it, each
/// with a `Compute` of its own.
protocol VectorPipeline: Sendable {
  /// Values of one vector.
  var dimensions: Int { get }
  /// Whether the vectors have length 1.
  var normalizes: Bool { get }

  /// Computes the vectors of a batch, `[B, dimensions]`.
  func run(_ batch: TokenBatch, into out: Matrix, compute: Compute)
}

/// A model and the options, joined and checked: everything that makes vectors of texts but the weights.
protocol VectorPlan {
  var tokenizer: any Tokenizer { get }
  /// Tokens of a text at the most.
  var maxLength: Int { get }
  /// What is put before each text.
  var prompt: String { get }
  /// Whether tokens of the prompt are left out of the mean.
  var skipsPrompt: Bool { get }
  /// The pooling modes in use.
  var pooling: [PoolingMode] { get }
  /// What the model's files say about the whole.
  var settings: ModelSettings { get }
  /// How a text is cut into tokens.
  var encoding: EncodingOptions { get }

  /// What is computed in, on threads that may say it where the options do not.
  func precision(on compute: Compute) -> Precision

  /// What computes, and where its vectors are kept between runs; nil where that saves nothing.
  ///
  /// - Parameters:
  ///   - compute: Its factors are those of ``precision(on:)``.
  ///   - cache: What keeps vectors; nil for nothing.
  /// - Throws: an ``InferenceError`` that names the file or the option.
  func pipeline(
    _ compute: Compute, cache: FeatureCache?
  ) throws(InferenceError) -> (pipeline: any VectorPipeline, store: FeatureStore?)
}
