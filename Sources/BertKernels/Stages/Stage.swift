/// A stage of a run, for the measurement of its time. Stages have two levels: those of the run, and within ``step``
/// those of its arithmetic.
package enum Stage: Int, CaseIterable, Sendable {
  /// Reading the rows of the data.
  case reading
  /// Opening the files of the model, and reading its weights.
  case opening
  /// Hashing the weights.
  case hashing
  /// Tokenizing texts.
  case tokenizing
  /// Planning, which measures the speed of the model.
  case planning
  /// Training the simple model that the encoder is compared with.
  case baseline

  /// Steps of training, or batches of texts that are encoded. Its own time is that outside the stages of the
  /// arithmetic.
  case step
  /// The sum of the embeddings, and its gradient.
  case embedding
  /// Packing the factors of products.
  case packing
  /// Matrix products.
  case products
  /// Operations on a product's rows while they are in cache: bias, activation, dropout, residual sum, LayerNorm.
  case epilogues
  /// Attention without the projections before and after it.
  case attention
  /// Elementwise operations between products, most of them backward: LayerNorm, activation, dropout, sums.
  case elementwise
  /// Pooling, the classifier and the loss.
  case head
  /// The norm of all gradients.
  case gradientNorm
  /// The update of the weights by the optimizer.
  case optimizer
  /// Waiting of the calling thread, which has done its part, for other threads.
  case waiting

  /// Evaluating the model after each epoch.
  case validation
  /// Writing the state that an interrupted run resumes from, and the best weights so far.
  case checkpoints
  /// Evaluating the test rows, calibration and thresholds.
  case judging
  /// Writing the files of the result.
  case writing
  /// Opening the written bundle, and comparing it with the model in memory.
  case readingBack
  /// Writing the report page.
  case report

  /// Everything else.
  case other

  /// Whether it is a part of ``step``.
  package var isOfStep: Bool { (Self.embedding.rawValue...Self.waiting.rawValue).contains(rawValue) }
}
