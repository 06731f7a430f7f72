import BertKernels

/// BERT and ELECTRA, which has the same names in its layers. Sources: transformers, `modeling_bert.py`,
/// `modeling_electra.py`.
extension ArchitectureTraits {
  static let bert = ArchitectureTraits(
    className: "BertForSequenceClassification", prefix: "bert.",
    names: encoderNames("bert").merging(
      [
        .typeEmbeddings: "bert.embeddings.token_type_embeddings", .dense: "bert.pooler.dense",
        .classifier: "classifier",
      ],
      uniquingKeysWith: { $1 }),
    tiedWordEmbeddings: ["cls.predictions.decoder.weight"],
    otherHeads: [
      OtherHead("cls.predictions.", "masked language model"),
      OtherHead("cls.seq_relationship.", "next sentence prediction"), .questionAnswering,
    ], head: HeadTraits(activation: .tanh))

  /// ELECTRA's discriminator (Clark et al., arXiv 2003.10555): narrower embeddings, GELU in the head.
  static let electra = ArchitectureTraits(
    className: "ElectraForSequenceClassification", prefix: "electra.",
    names: encoderNames("electra").merging(
      [
        .typeEmbeddings: "electra.embeddings.token_type_embeddings",
        .embeddingProjection: "electra.embeddings_project", .dense: "classifier.dense",
        .classifier: "classifier.out_proj",
      ], uniquingKeysWith: { $1 }),
    tiedWordEmbeddings: ["generator_lm_head.weight"],
    otherHeads: [
      OtherHead("discriminator_predictions.", "replaced token detection"),
      OtherHead("generator_predictions.", "masked language model"),
      OtherHead("generator_lm_head.", "masked language model"), OtherHead("sequence_summary.", "multiple choice"),
      .questionAnswering, .bareClassifier,
    ], defaults: ConfigurationDefaults(embeddingSize: 128),
    head: HeadTraits(activation: .gelu, dropsFirst: true))

  /// The tensor names that several architectures share after their prefix.
  static func encoderNames(_ prefix: String) -> [ParameterRole: TensorName] {
    let layer = prefix + ".encoder.layer.{layer}."
    return [
      .wordEmbeddings: TensorName(prefix + ".embeddings.word_embeddings"),
      .positionEmbeddings: TensorName(prefix + ".embeddings.position_embeddings"),
      .embeddingNorm: TensorName(prefix + ".embeddings.LayerNorm"),
      .query: TensorName(layer + "attention.self.query"), .key: TensorName(layer + "attention.self.key"),
      .value: TensorName(layer + "attention.self.value"),
      .attentionOutput: TensorName(layer + "attention.output.dense"),
      .attentionNorm: TensorName(layer + "attention.output.LayerNorm"),
      .intermediate: TensorName(layer + "intermediate.dense"), .output: TensorName(layer + "output.dense"),
      .outputNorm: TensorName(layer + "output.LayerNorm"),
    ]
  }
}
