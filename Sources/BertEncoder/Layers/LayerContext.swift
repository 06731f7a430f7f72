import BertKernels
import BertText

/// What the layers share in one pass, in addition to the token states.
struct LayerContext {
  let batch: TokenBatch
  /// A bias of the scores that all layers share, and its gradient, to which the layers add. See ``RelativeBias``.
  var bias: AttentionBias?
  var biasGradient: Matrix?
  /// Sinusoids of the distances n, n − 1, …, 1 − n with the longest sequence's length n, `[2n, H]`. See
  /// ``RelativeAttention``.
  var distances: Matrix?
  /// DeBERTa's embeddings of the distances in the batch.
  var distanceTable: DistanceTable.Pass?

  var boundaries: [Int] { batch.boundaries }
}
