import BertKernels

/// ALBERT (Lan et al., arXiv 1909.11942): narrow embeddings, and layers that share their weights. Source: transformers,
/// `modeling_albert.py`.
extension ArchitectureTraits {
  static let albert = ArchitectureTraits(
    className: "AlbertForSequenceClassification", prefix: "albert.",
    names: [
      .wordEmbeddings: "albert.embeddings.word_embeddings",
      .positionEmbeddings: "albert.embeddings.position_embeddings",
      .typeEmbeddings: "albert.embeddings.token_type_embeddings", .embeddingNorm: "albert.embeddings.LayerNorm",
      .embeddingProjection: "albert.encoder.embedding_hidden_mapping_in",
      .query: TensorName(albertLayer + "attention.query"), .key: TensorName(albertLayer + "attention.key"),
      .value: TensorName(albertLayer + "attention.value"),
      .attentionOutput: TensorName(albertLayer + "attention.dense"),
      .attentionNorm: TensorName(albertLayer + "attention.LayerNorm"), .intermediate: TensorName(albertLayer + "ffn"),
      .output: TensorName(albertLayer + "ffn_output"), .outputNorm: TensorName(albertLayer + "full_layer_layer_norm"),
      .dense: "albert.pooler", .classifier: "classifier",
    ],
    tiedWordEmbeddings: ["predictions.decoder.weight"],
    otherHeads: [
      OtherHead("predictions.", "masked language model"), OtherHead("sop_classifier.", "sentence order prediction"),
      .questionAnswering,
    ], fieldNames: [.classifierDropout: "classifier_dropout_prob"],
    defaults: ConfigurationDefaults(
      embeddingSize: 128, hiddenActivation: "gelu_new", dropout: 0, classifierDropout: 0.1),
    decode: { configuration, fields in
      let inner: Int = try fields.optional(.layersPerGroup) ?? 1
      configuration.sharing = LayerSharing(groups: try fields.optional(.layerGroups) ?? 1, layersPerGroup: inner)
      // `validate` refuses a count below 1 and a product that is too large.
      let (count, overflows) = configuration.layerCount.multipliedReportingOverflow(by: inner)
      configuration.layerCount = overflows ? .max : count
    },
    alwaysProjects: true, head: HeadTraits(activation: .tanh))

  private static let albertLayer = "albert.encoder.albert_layer_groups.{group}.albert_layers.{inner}."
}
