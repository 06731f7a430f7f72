import BertKernels
import BertStorage

/// GTE 1.5 and later (Zhang et al., arXiv 2407.19669) and the models of its form, such as Snowflake's Arctic Embed 2.0:
/// rotary positions, gated feed-forward, post-norm. Sources: transformers, `modeling_gte.py`, and `modeling.py` of
/// Alibaba-NLP/new-impl, whose names most published files have (`model_type` "new").
extension ArchitectureTraits {
  static let gte = ArchitectureTraits(
    className: "GteForSequenceClassification", prefix: "gte.",
    names: rotaryNames("gte.", biases: true).merging(
      [
        .wordEmbeddings: "gte.embeddings.word_embeddings", .typeEmbeddings: "gte.embeddings.token_type_embeddings",
        .embeddingNorm: "gte.embeddings.LayerNorm",
        .attentionNorm: "gte.layers.{layer}.post_attention_layernorm",
        .output: "gte.layers.{layer}.mlp.down_proj", .outputNorm: "gte.layers.{layer}.post_mlp_layernorm",
        .dense: "gte.pooler.dense", .classifier: "classifier",
      ], uniquingKeysWith: { $1 }),
    tiedWordEmbeddings: ["lm_head.decoder.weight"], otherHeads: [.maskedLanguageModel, .questionAnswering],
    defaults: ConfigurationDefaults(
      maximumPositions: 8192, typeVocabularySize: 1, attentionDropout: 0, padTokenID: 1),
    otherModelTypes: ["new"], positionEmbeddingType: "rope", decode: decodeGTE, normalize: normalizeGTE,
    formerSpellings: [
      .prefix("new.", "gte."), FormerSpelling("encoder.layer.", "layers."),
      FormerSpelling("attention.o_proj.", "self_attn.o_proj."), FormerSpelling("attn_ln.", "post_attention_layernorm."),
      FormerSpelling("mlp_ln.", "post_mlp_layernorm."), .prefix("lm_head.norm.", "lm_head.layer_norm."),
      FormerSpelling("attention.qkv_proj.", "self_attn.q_proj.", "self_attn.k_proj.", "self_attn.v_proj."),
      FormerSpelling("mlp.up_gate_proj.", "mlp.up_proj.", "mlp.gate_proj."),
    ], positions: .byAttention(isLimited: true), mayLackTypes: true, feedForward: .gated(gateFirst: true),
    dropouts: DropoutPlaces(feedForwardInner: true), head: HeadTraits(activation: .tanh))

  /// The names that transformers gives to the attention and feed-forward tensors of blocks in Llama's form.
  static func rotaryNames(_ prefix: String, biases: Bool) -> [ParameterRole: TensorName] {
    let layer = prefix + "layers.{layer}."
    func name(_ end: String, _ hasBias: Bool) -> TensorName { TensorName(layer + end, hasBias: hasBias) }
    return [
      .query: name("self_attn.q_proj", biases), .key: name("self_attn.k_proj", biases),
      .value: name("self_attn.v_proj", biases), .attentionOutput: name("self_attn.o_proj", biases),
      .gate: name("mlp.gate_proj", false), .intermediate: name("mlp.up_proj", false),
      .output: name("mlp.down_proj", false),
    ]
  }

  private static func decodeGTE(_ configuration: inout EncoderConfiguration, _ fields: ConfigurationFields) throws {
    let isFormer = try fields.optional(named: "model_type") == "new"
    if isFormer {
      try fields.require("layer_norm_type", "layer_norm")
      try fields.require("logn_attention_scale", false, reason: "scores that grow with the text are not computed here")
      try fields.require("pack_qkv", true, reason: "as files of this model_type have it")
      configuration.padTokenID = try fields.optionalOrNull(.padTokenID, 0)
    }
    guard let size = configuration.evenHeadSize else { return }
    configuration.rotary = try RotaryPositions(
      fields, theta: isFormer ? 10_000 : 160_000, headSize: size, allowsNTK: isFormer)
  }

  /// Removes the fields that only the model's own code reads. transformers keeps θ and its scaling in one object; the
  /// NTK scaling of the model's own code equals linear scaling of another θ.
  private static func normalizeGTE(_ document: inout JSONValue, _ configuration: EncoderConfiguration) {
    document["auto_map"] = nil
    guard document["model_type"]?.string == "new" else { return }
    document.renameClasses("New", "Gte")
    for name in [
      "pack_qkv", "unpad_inputs", "use_memory_efficient_attention", "layer_norm_type", "position_embedding_type",
      "logn_attention_scale", "logn_attention_clip1", "rope_theta", "rope_scaling",
    ] {
      document[name] = nil
    }
    // The two classes have different defaults for these fields.
    document["type_vocab_size"] = .integer(configuration.typeVocabularySize)
    document["attention_probs_dropout_prob"] = .float(configuration.attentionDropout)
    if let rotary = configuration.rotary { document["rope_parameters"] = rotary.document }
  }
}

extension EncoderConfiguration {
  /// D; nil where H is not a multiple of A, which ``validate()`` refuses.
  var evenHeadSize: Int? { headCount > 0 && hiddenSize.isMultiple(of: headCount) ? headSize : nil }
}

extension RotaryPositions {
  /// The positions as transformers' `rope_parameters`.
  var document: JSONValue {
    frequencyDivisor == 1
      ? ["rope_type": "default", "rope_theta": .float(theta)]
      : ["rope_type": "linear", "rope_theta": .float(theta), "factor": .float(frequencyDivisor)]
  }
}

extension JSONValue {
  /// Replaces the prefix `former` of the class names under `architectures` by `name`.
  mutating func renameClasses(_ former: String, _ name: String) {
    guard let classes = self["architectures"]?.elements else { return }
    self["architectures"] = .array(
      classes.map { value in
        guard let text = value.string, text.hasPrefix(former) else { return value }
        return .string(name + text.dropFirst(former.count))
      })
  }
}
