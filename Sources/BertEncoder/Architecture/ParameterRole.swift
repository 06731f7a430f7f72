/// What a parameter is for, whatever its name in a checkpoint.
enum ParameterRole: Sendable, Hashable {
  // The embeddings.
  case wordEmbeddings, positionEmbeddings, typeEmbeddings, embeddingNorm
  /// From the width of the embeddings to that of the layers.
  case embeddingProjection
  /// `[buckets, A]`: added to the scores of all layers, by distance.
  case relativeBias
  /// `[2·S, H]`: DeBERTa's embeddings of distances, which all layers share, and LayerNorm on them.
  case distanceTable, distanceNorm
  /// LayerNorm after the last layer.
  case finalNorm

  // A layer.
  case query, key, value
  /// Queries, keys and values in one matrix.
  case projections
  case attentionOutput, attentionNorm, intermediate, output, outputNorm
  /// The gate of a gated feed-forward layer, where it is a tensor apart from the intermediate one.
  case gate
  /// Transformer-XL's keys of distances; the biases of queries towards contents, distances and segments; and the keys
  /// of "same segment" and "another segment".
  case distanceKey, contentBias, distanceBias, segmentBias, segmentKeys
  /// DeBERTa's projections of the distance embeddings to keys and queries, where those of the contents are not shared.
  case positionKey, positionQuery

  // The head.
  case dense, headNorm, classifier
  /// The biases of the words in the head for masked tokens.
  case wordBias
}
