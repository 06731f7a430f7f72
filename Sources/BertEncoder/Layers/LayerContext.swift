import BertKernels
import BertText

/// What every layer of one pass sees beside the token states.
struct LayerContext {
  let batch: TokenBatch
  /// Added to the scores of all layers, and where its gradient is gathered. See ``RelativeBias``.
  var bias: AttentionBias?
  var biasGradient: Matrix?
  /// Sinusoids of the distances from the longest sequence's length down, `[2n, H]`. See ``RelativeAttention``.
  var distances: Matrix?
  /// DeBERTa's embeddings of the distances in the batch.
  var distanceTable: DistanceTable.Pass?

  var boundaries: [Int] { batch.boundaries }
}
