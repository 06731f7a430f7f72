/// What a run's time goes to. Stages are of two levels: those that a run consists of, and within ``step`` those of its
/// arithmetic.
package enum Stage: Int, CaseIterable, Sendable {
  /// The rows of the data.
  case reading
  /// The files of the model, and its weights.
  case opening
  /// The hash of the weights.
  case hashing
  /// Texts to tokens.
  case tokenizing
  /// The plan, for which the speed of the model is measured.
  case planning
  /// The simple model beside the encoder.
  case baseline

  /// Steps of training, or batches of texts that are encoded; its own time is what no stage of the arithmetic has.
  case step
  /// The sum of the embeddings, and its gradient.
  case embedding
  /// Factors of products put in order for the tiles.
  case packing
  /// The tiles.
  case products
  /// What is done to a product's rows while they are in cache: bias, activation, dropout, residual sum, LayerNorm.
  case epilogues
  /// Attention without the products around it.
  case attention
  /// What passes over elements between products, most of it backward: LayerNorm, activation, dropout, sums.
  case elementwise
  /// Pooling, the classifier and the loss.
  case head
  /// The norm of all gradients.
  case gradientNorm
  /// The step of the weights.
  case optimizer
  /// The calling thread has done its part, and others have not.
  case waiting

  /// Judging the model behind each epoch.
  case validation
  /// What an interrupted run goes on from, and the best weights so far.
  case checkpoints
  /// Test rows, calibration and thresholds.
  case judging
  /// The files of the result.
  case writing
  /// The written bundle is opened, and compared with the live model.
  case readingBack
  /// The report page.
  case report

  /// Everything else.
  case other

  /// Whether it is a part of ``step``.
  package var isOfStep: Bool { (Self.embedding.rawValue...Self.waiting.rawValue).contains(rawValue) }
}
