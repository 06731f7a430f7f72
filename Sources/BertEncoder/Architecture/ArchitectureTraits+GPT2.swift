/// GPT-2 as an encoder: each token attends to itself and those before it, and the last one stands for the text. Source:
/// transformers, `modeling_gpt2.py`, whose `Conv1D` stores its weights as `[inputs, outputs]`.
extension ArchitectureTraits {
  static let gpt2 = ArchitectureTraits(
    className: "GPT2ForSequenceClassification", prefix: "transformer.",
    names: [
      .wordEmbeddings: "transformer.wte", .positionEmbeddings: "transformer.wpe",
      .attentionNorm: "transformer.h.{layer}.ln_1",
      .projections: TensorName("transformer.h.{layer}.attn.c_attn", isTransposed: true),
      .attentionOutput: TensorName("transformer.h.{layer}.attn.c_proj", isTransposed: true),
      .outputNorm: "transformer.h.{layer}.ln_2",
      .intermediate: TensorName("transformer.h.{layer}.mlp.c_fc", isTransposed: true),
      .output: TensorName("transformer.h.{layer}.mlp.c_proj", isTransposed: true), .finalNorm: "transformer.ln_f",
      .classifier: TensorName("score", hasBias: false),
    ],
    tiedWordEmbeddings: ["lm_head.weight"],
    otherHeads: [
      OtherHead("lm_head.", "language model"), OtherHead("multiple_choice_head.", "multiple choice"),
      .questionAnswering, .bareClassifier,
    ], buffers: [".attn.bias", ".attn.masked_bias"],
    fieldNames: [
      .hiddenSize: "n_embd", .layerCount: "n_layer", .headCount: "n_head", .intermediateSize: "n_inner",
      .hiddenActivation: "activation_function", .maximumPositions: "n_positions",
      .layerNormEpsilon: "layer_norm_epsilon", .hiddenDropout: "resid_pdrop", .attentionDropout: "attn_pdrop",
    ],
    defaults: ConfigurationDefaults(
      intermediateTimes: 4, hiddenActivation: "gelu_new", maximumPositions: 1024, layerNormEpsilon: 1e-5,
      padTokenID: nil),
    decode: { configuration, fields in
      configuration.embeddingDropout = try fields.optional(.embeddingDropout) ?? 0.1
      configuration.scalesScores = try fields.optional(.scalesScores) ?? true
      configuration.scalesScoresByLayer = try fields.optional(.scalesScoresByLayer) ?? false
    },
    normalizesFirst: true, isCausal: true, keepsPaddingRow: false,
    head: HeadTraits(token: .lastUnpadded, dropsLast: false),
    tokenDropout: .classifier(otherwise: 0.1))
}
