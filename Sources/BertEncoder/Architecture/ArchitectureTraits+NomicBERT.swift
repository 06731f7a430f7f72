import BertKernels
import BertStorage

/// Nomic's BERT (Nussbaum et al., arXiv 2402.01613) of versions 1 and 1.5: BERT with rotary positions, gated
/// feed-forward and no biases in the layers. Sources: transformers, `modeling_nomic_bert.py`, and
/// `modeling_hf_nomic_bert.py` of nomic-ai/contrastors, whose names most published files have.
extension ArchitectureTraits {
  static let nomicBERT = ArchitectureTraits(
    className: "NomicBertForSequenceClassification", prefix: "nomic_bert.",
    names: rotaryNames("nomic_bert.", biases: false).merging(
      [
        .wordEmbeddings: "nomic_bert.embeddings.word_embeddings",
        .typeEmbeddings: "nomic_bert.embeddings.token_type_embeddings",
        .embeddingNorm: "nomic_bert.embeddings.LayerNorm",
        .attentionNorm: "nomic_bert.layers.{layer}.post_attention_layernorm",
        .outputNorm: "nomic_bert.layers.{layer}.post_mlp_layernorm", .dense: "nomic_bert.pooler.dense",
        .classifier: "classifier",
      ], uniquingKeysWith: { $1 }),
    tiedWordEmbeddings: ["cls.predictions.decoder.weight"],
    otherHeads: [OtherHead("cls.predictions.", "masked language model"), .questionAnswering],
    formerFieldNames: [
      .hiddenSize: "n_embd", .layerCount: "n_layer", .headCount: "n_head", .intermediateSize: "n_inner",
      .hiddenActivation: "activation_function", .maximumPositions: "n_positions",
      .layerNormEpsilon: "layer_norm_epsilon", .hiddenDropout: "resid_pdrop", .attentionDropout: "attn_pdrop",
    ],
    defaults: ConfigurationDefaults(hiddenActivation: "silu", maximumPositions: 2048, dropout: 0),
    decode: decodeNomicBERT, normalize: normalizeNomicBERT,
    formerSpellings: [
      .prefix("bert.", "nomic_bert."),
      FormerSpelling("emb_ln.", "embeddings.LayerNorm."), FormerSpelling("attn.out_proj.", "self_attn.o_proj."),
      FormerSpelling("mlp.fc11.", "mlp.up_proj."), FormerSpelling("mlp.fc12.", "mlp.gate_proj."),
      FormerSpelling("mlp.fc2.", "mlp.down_proj."), FormerSpelling("norm1.", "post_attention_layernorm."),
      FormerSpelling("norm2.", "post_mlp_layernorm."),
      FormerSpelling("attn.Wqkv.", "self_attn.q_proj.", "self_attn.k_proj.", "self_attn.v_proj."),
      .beside("encoder.layers.", "layers."),
    ], numbersWithPoints: ["hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout"],
    positions: .byAttention(isLimited: true), feedForward: .gated(gateFirst: true),
    head: HeadTraits(activation: .tanh))

  private static func decodeNomicBERT(
    _ configuration: inout EncoderConfiguration, _ fields: ConfigurationFields
  ) throws {
    if let experts: Int = try fields.optional(named: "num_experts"), experts > 0 {
      throw fields.invalid("num_experts", experts, "none: a mixture of experts is not computed here")
    }
    guard fields.contains("n_embd") else {
      if let size = configuration.evenHeadSize {
        configuration.rotary = try RotaryPositions(fields, theta: 1000, headSize: size)
      }
      return
    }
    try refuseOtherForms(fields)
    // Fields that the file lacks have the defaults of the model's own code.
    configuration.layerNormEpsilon = try fields.optional(.layerNormEpsilon) ?? 1e-5
    configuration.embeddingDropout = try fields.optional(named: "embd_pdrop")
    let activation = try fields.optional(.hiddenActivation) ?? "gelu_new"
    guard let gated = ["swiglu": "silu", "geglu": "gelu"][activation] else {
      throw fields.invalid("activation_function", activation, "\"swiglu\" or \"geglu\"")
    }
    configuration.hiddenActivation = gated
    if configuration.maximumPositions <= 0 { configuration.maximumPositions = 2048 }
    // Beyond the trained length the model's own code makes θ depend on the length of the text, which is not supported.
    if let factor: Float = try fields.optional(named: "rotary_scaling_factor"), factor != 0 {
      configuration.maximumPositions = min(
        configuration.maximumPositions, try fields.optional(named: "max_trained_positions") ?? 2048)
    }
    guard let size = configuration.evenHeadSize else { return }
    try fields.requireSize(size)
    configuration.rotary = RotaryPositions(theta: try fields.optional(named: "rotary_emb_base") ?? 10_000)
  }

  /// Refuses options of the model's own code that neither the published encoders nor transformers' class use.
  private static func refuseOtherForms(_ fields: ConfigurationFields) throws {
    for name in ["prenorm", "parallel_block", "use_rms_norm", "causal", "rotary_emb_interleaved"] {
      try fields.require(name, false)
    }
    for name in ["qkv_proj_bias", "mlp_fc1_bias", "mlp_fc2_bias"] where try fields.optional(named: name) ?? true {
      throw fields.invalid(name, true, "false, as transformers' class has it")
    }
    let share = try fields.optional(named: "rotary_emb_fraction") ?? Float(0)
    guard share == 1 else { throw fields.invalid("rotary_emb_fraction", share, "1") }
    if let base: Float = try fields.optional(named: "rotary_emb_scale_base") {
      throw fields.invalid("rotary_emb_scale_base", base, "null")
    }
  }

  private static func normalizeNomicBERT(_ document: inout JSONValue, _ configuration: EncoderConfiguration) {
    document["auto_map"] = nil
    guard document["n_embd"] != nil else { return }
    document.renameClasses("NomicBertForPreTraining", "NomicBertForMaskedLM")
    let former = ArchitectureTraits.nomicBERT.formerFieldNames.values.sorted()
    for name in former + [
      "rotary_emb_base", "rotary_emb_fraction", "rotary_emb_interleaved", "rotary_emb_scale_base",
      "rotary_scaling_factor", "max_trained_positions", "embd_pdrop", "prenorm", "parallel_block",
      "parallel_block_tied_norm", "use_rms_norm", "causal", "qkv_proj_bias", "mlp_fc1_bias", "mlp_fc2_bias",
      "fused_bias_fc", "fused_dropout_add_ln", "use_flash_attn", "use_xentropy", "dense_seq_output",
    ] {
      document[name] = nil
    }
    let sizes: [(ConfigurationField, Int)] = [
      (.hiddenSize, configuration.hiddenSize), (.layerCount, configuration.layerCount),
      (.headCount, configuration.headCount), (.intermediateSize, configuration.intermediateSize),
      (.maximumPositions, configuration.maximumPositions), (.typeVocabularySize, configuration.typeVocabularySize),
    ]
    for (field, value) in sizes { document[field.rawValue] = .integer(value) }
    let rates: [(ConfigurationField, Float)] = [
      (.layerNormEpsilon, configuration.layerNormEpsilon), (.hiddenDropout, configuration.hiddenDropout),
      (.attentionDropout, configuration.attentionDropout),
    ]
    for (field, value) in rates { document[field.rawValue] = .float(value) }
    document[ConfigurationField.hiddenActivation.rawValue] = .string(configuration.hiddenActivation)
    if let rotary = configuration.rotary { document["rope_parameters"] = rotary.document }
  }
}
