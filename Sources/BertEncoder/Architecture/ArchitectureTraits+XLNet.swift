import BertKernels

/// XLNet (Yang et al., arXiv 1906.08237) without the query stream, which only pre-training uses. Source: transformers,
/// `modeling_xlnet.py`.
extension ArchitectureTraits {
  static let xlnet = ArchitectureTraits(
    className: "XLNetForSequenceClassification", prefix: "transformer.",
    names: [
      .wordEmbeddings: "transformer.word_embedding",
      .query: .bare("transformer.layer.{layer}.rel_attn.q", isTransposed: true),
      .key: .bare("transformer.layer.{layer}.rel_attn.k", isTransposed: true),
      .value: .bare("transformer.layer.{layer}.rel_attn.v", isTransposed: true),
      .distanceKey: .bare("transformer.layer.{layer}.rel_attn.r", isTransposed: true),
      .contentBias: .bare("transformer.layer.{layer}.rel_attn.r_w_bias"),
      .distanceBias: .bare("transformer.layer.{layer}.rel_attn.r_r_bias"),
      .segmentBias: .bare("transformer.layer.{layer}.rel_attn.r_s_bias"),
      .segmentKeys: .bare("transformer.layer.{layer}.rel_attn.seg_embed"),
      .attentionOutput: .bare("transformer.layer.{layer}.rel_attn.o"),
      .attentionNorm: "transformer.layer.{layer}.rel_attn.layer_norm",
      .intermediate: "transformer.layer.{layer}.ff.layer_1", .output: "transformer.layer.{layer}.ff.layer_2",
      .outputNorm: "transformer.layer.{layer}.ff.layer_norm", .dense: "sequence_summary.summary",
      .classifier: "logits_proj",
    ],
    tiedWordEmbeddings: ["lm_loss.weight"],
    otherHeads: [
      OtherHead("lm_loss.", "language model"), OtherHead("start_logits.", "question answering"),
      .questionAnswering, .bareClassifier,
    ],
    // The initial state of the query stream, which only pre-training uses.
    buffers: ["mask_emb"],
    fieldNames: [
      .hiddenSize: "d_model", .layerCount: "n_layer", .headCount: "n_head", .intermediateSize: "d_inner",
      .hiddenActivation: "ff_activation", .hiddenDropout: "dropout", .attentionDropout: "dropout",
      .classifierDropout: "summary_last_dropout",
    ],
    defaults: ConfigurationDefaults(classifierDropout: 0.1, padTokenID: 5), decode: decodeXLNet,
    positions: .byAttention(isLimited: false), splitsHeads: true, keepsPaddingRow: false,
    dropouts: DropoutPlaces(feedForwardInner: true, lastStates: true),
    head: HeadTraits(token: .last, activation: .tanh), tokenDropout: .absent)

  private static let decodeXLNet: @Sendable (inout EncoderConfiguration, ConfigurationFields) throws -> Void = {
    configuration, fields in
    let clamp: Int = try fields.optional(.clampLength) ?? -1
    configuration.clampLength = clamp > 0 ? clamp : nil
    configuration.summary = SequenceSummary(
      type: try fields.optional(.summaryType) ?? "last",
      usesProjection: try fields.optional(.summaryUsesProjection) ?? true,
      activation: try fields.optionalOrNull(.summaryActivation, "tanh"))
    try fields.require("attn_type", "bi", reason: "for an encoder")
    try fields.require("bi_data", false, reason: "for an encoder")
    let hidden = configuration.hiddenSize, heads = configuration.headCount
    if let size: Int = try fields.optional(.headSize), heads > 0, size != hidden / heads {
      throw fields.invalid("d_head", size, "d_model / n_head, \(hidden / heads)")
    }
  }
}
