/// The fields of `config.json`, by the names that most architectures give them.
enum ConfigurationField: String, Sendable {
  case vocabularySize = "vocab_size"
  case hiddenSize = "hidden_size"
  case embeddingSize = "embedding_size"
  case layerCount = "num_hidden_layers"
  case headCount = "num_attention_heads"
  case headSize = "d_head"
  case intermediateSize = "intermediate_size"
  case hiddenActivation = "hidden_act"
  case maximumPositions = "max_position_embeddings"
  case typeVocabularySize = "type_vocab_size"
  case layerNormEpsilon = "layer_norm_eps"
  case embeddingDropout = "embd_pdrop"
  case hiddenDropout = "hidden_dropout_prob"
  case attentionDropout = "attention_probs_dropout_prob"
  case classifierDropout = "classifier_dropout"
  case headInputDropout = "pooler_dropout"
  case initializerRange = "initializer_range"
  case padTokenID = "pad_token_id"
  case layerGroups = "num_hidden_groups"
  case layersPerGroup = "inner_group_num"
  case relativeBuckets = "relative_attention_num_buckets"
  case scalesScores = "scale_attn_weights"
  case scalesScoresByLayer = "scale_attn_by_inverse_layer_idx"
  case clampLength = "clamp_len"
  case summaryType = "summary_type"
  case summaryUsesProjection = "summary_use_proj"
  case summaryActivation = "summary_activation"
}

/// The defaults of an architecture's configuration class in transformers.
struct ConfigurationDefaults: Sendable {
  var embeddingSize: Int?
  /// The size of the feed-forward layers as a multiple of the hidden size; nil where the file must state the size.
  var intermediateTimes: Int?
  var hiddenActivation = "gelu"
  var maximumPositions = 512
  var typeVocabularySize = 2
  var layerNormEpsilon: Float = 1e-12
  var dropout: Float = 0.1
  /// nil: ``dropout``.
  var attentionDropout: Float?
  var classifierDropout: Float?
  var padTokenID: Int? = 0
}
