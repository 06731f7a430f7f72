import BertKernels

/// DistilBERT (Sanh et al., arXiv 1910.01108): BERT without token types and pooler. Source: transformers,
/// `modeling_distilbert.py`.
extension ArchitectureTraits {
  static let distilBERT = ArchitectureTraits(
    className: "DistilBertForSequenceClassification", prefix: "distilbert.",
    names: [
      .wordEmbeddings: "distilbert.embeddings.word_embeddings",
      .positionEmbeddings: "distilbert.embeddings.position_embeddings",
      .embeddingNorm: "distilbert.embeddings.LayerNorm",
      .query: "distilbert.transformer.layer.{layer}.attention.q_lin",
      .key: "distilbert.transformer.layer.{layer}.attention.k_lin",
      .value: "distilbert.transformer.layer.{layer}.attention.v_lin",
      .attentionOutput: "distilbert.transformer.layer.{layer}.attention.out_lin",
      .attentionNorm: "distilbert.transformer.layer.{layer}.sa_layer_norm",
      .intermediate: "distilbert.transformer.layer.{layer}.ffn.lin1",
      .output: "distilbert.transformer.layer.{layer}.ffn.lin2",
      .outputNorm: "distilbert.transformer.layer.{layer}.output_layer_norm",
      .dense: "pre_classifier", .classifier: "classifier",
    ],
    tiedWordEmbeddings: ["vocab_projector.weight"],
    otherHeads: [
      OtherHead("vocab_transform.", "masked language model"), OtherHead("vocab_projector.", "masked language model"),
      .questionAnswering,
    ],
    fieldNames: [
      .hiddenSize: "dim", .layerCount: "n_layers", .headCount: "n_heads", .intermediateSize: "hidden_dim",
      .hiddenActivation: "activation", .hiddenDropout: "dropout", .attentionDropout: "attention_dropout",
      .classifierDropout: "seq_classif_dropout",
    ],
    defaults: ConfigurationDefaults(classifierDropout: 0.2), head: HeadTraits(activation: .relu),
    tokenDropout: .hidden)
}
