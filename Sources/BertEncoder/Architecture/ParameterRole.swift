/// What a parameter is for, whatever an architecture calls it.
enum ParameterRole: Sendable, Hashable {
  // The embeddings.
  case wordEmbeddings, positionEmbeddings, typeEmbeddings, embeddingNorm
  /// From the width of the embeddings to that of the layers.
  case embeddingProjection
  /// `[buckets, A]`: added to the scores of all layers, by distance.
  case relativeBias
  /// `[2·S, H]`: DeBERTa's embeddings of distances, which all layers see, and LayerNorm behind them.
  case distanceTable, distanceNorm
  /// LayerNorm behind the last layer.
  case finalNorm

  // A layer.
  case query, key, value
  /// Queries, keys and values as one matrix.
  case projections
  case attentionOutput, attentionNorm, intermediate, output, outputNorm
  /// What the activation is taken of, where it is a tensor beside the intermediate one.
  case gate
  /// Transformer-XL's keys of distances; the biases that queries get towards contents, distances and segments; and the
  /// keys of "same segment" and "another segment".
  case distanceKey, contentBias, distanceBias, segmentBias, segmentKeys
  /// DeBERTa's matrices from the embeddings of distances to their keys and queries, where those of contents do not serve.
  case positionKey, positionQuery

  // The head.
  case dense, headNorm, classifier
  /// The words' biases in the head for masked tokens.
  case wordBias
}
