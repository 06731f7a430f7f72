import BertKernels

/// RoBERTa (Liu et al., arXiv 1907.11692) and the models that are RoBERTa with another vocabulary; and MPNet. Sources:
/// transformers, `modeling_roberta.py`, `modeling_camembert.py`, `modeling_xlm_roberta.py`, `modeling_mpnet.py`.
extension ArchitectureTraits {
  static let roberta = ArchitectureTraits(
    className: "RobertaForSequenceClassification", prefix: "roberta.",
    names: encoderNames("roberta").merging(
      [
        .typeEmbeddings: "roberta.embeddings.token_type_embeddings", .dense: "classifier.dense",
        .classifier: "classifier.out_proj",
      ], uniquingKeysWith: { $1 }),
    tiedWordEmbeddings: ["lm_head.decoder.weight"],
    otherHeads: [.maskedLanguageModel, .questionAnswering, .bareClassifier],
    defaults: ConfigurationDefaults(padTokenID: 1), positions: .afterPadding(row: nil),
    head: HeadTraits(activation: .tanh, dropsFirst: true))

  static let camembert = roberta.renamed("CamembertForSequenceClassification")
  static let xlmRoberta = roberta.renamed("XLMRobertaForSequenceClassification")

  /// MPNet (Song et al., arXiv 2004.09297): no token types, and a bias of the attention scores by relative distance.
  static let mpnet = ArchitectureTraits(
    className: "MPNetForSequenceClassification", prefix: "mpnet.",
    names: encoderNames("mpnet").merging(
      [
        .relativeBias: TensorName("mpnet.encoder.relative_attention_bias", hasBias: false),
        .query: "mpnet.encoder.layer.{layer}.attention.attn.q", .key: "mpnet.encoder.layer.{layer}.attention.attn.k",
        .value: "mpnet.encoder.layer.{layer}.attention.attn.v",
        .attentionOutput: "mpnet.encoder.layer.{layer}.attention.attn.o",
        .attentionNorm: "mpnet.encoder.layer.{layer}.attention.LayerNorm", .dense: "classifier.dense",
        .classifier: "classifier.out_proj",
      ], uniquingKeysWith: { $1 }),
    tiedWordEmbeddings: ["lm_head.decoder.weight"],
    otherHeads: [.maskedLanguageModel, .questionAnswering, .bareClassifier],
    defaults: ConfigurationDefaults(padTokenID: 1),
    decode: { configuration, fields in
      configuration.relativeBuckets = try fields.optional(.relativeBuckets) ?? RelativeBuckets.count
    },
    // transformers' code has a fixed row, whatever `config.json` says.
    positions: .afterPadding(row: 1), head: HeadTraits(activation: .tanh, dropsFirst: true), tokenDropout: .hidden)

  private func renamed(_ className: String) -> ArchitectureTraits {
    var traits = self
    traits.className = className
    return traits
  }
}
