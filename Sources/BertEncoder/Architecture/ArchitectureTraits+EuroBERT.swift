import BertKernels
import BertStorage

/// EuroBERT (Boizard et al., arXiv 2503.05500): Llama's blocks without the causal mask. Source: transformers,
/// `modeling_eurobert.py`.
extension ArchitectureTraits {
  static let euroBERT = ArchitectureTraits(
    className: "EuroBertForSequenceClassification", prefix: "model.",
    names: rotaryNames("model.", biases: true).merging(
      [
        .wordEmbeddings: "model.embed_tokens", .attentionNorm: "model.layers.{layer}.input_layernorm",
        .gate: "model.layers.{layer}.mlp.gate_proj", .intermediate: "model.layers.{layer}.mlp.up_proj",
        .output: "model.layers.{layer}.mlp.down_proj",
        .outputNorm: "model.layers.{layer}.post_attention_layernorm", .finalNorm: "model.norm", .dense: "dense",
        .classifier: "classifier",
      ], uniquingKeysWith: { $1 }),
    // The output matrix of the masked language model is not tied to the word embeddings.
    tiedWordEmbeddings: [], otherHeads: [.maskedLanguageModel],
    fieldNames: [.layerNormEpsilon: "rms_norm_eps", .attentionDropout: "attention_dropout"],
    defaults: ConfigurationDefaults(
      hiddenActivation: "silu", maximumPositions: 8192, layerNormEpsilon: 1e-5, dropout: 0, classifierDropout: 0,
      padTokenID: 128_001),
    decode: decodeEuroBERT, normalize: normalizeEuroBERT, formerSpellings: [.prefix("out_proj.", "classifier.")],
    positions: .byAttention(isLimited: true), normalizesFirst: true, centersNorms: false,
    feedForward: .gated(gateFirst: true),
    head: HeadTraits(token: .late, activation: .gelu, takesMean: true, dropsLast: false),
    tokenDropout: .absent)

  private static func decodeEuroBERT(
    _ configuration: inout EncoderConfiguration, _ fields: ConfigurationFields
  ) throws {
    configuration.withoutBias = [.attentionNorm, .outputNorm, .finalNorm]
    if try !(fields.optional(named: "attention_bias") ?? false) {
      configuration.withoutBias.formUnion([.query, .key, .value, .attentionOutput])
    }
    if try !(fields.optional(named: "mlp_bias") ?? false) {
      configuration.withoutBias.formUnion([.gate, .intermediate, .output, .wordBias])
    }
    configuration.hasOwnWordMatrix = try !(fields.optional(named: "tie_word_embeddings") ?? false)
    // Dropout is applied to the attention probabilities only.
    configuration.hiddenDropout = 0
    configuration.keyValueHeadCount = try fields.optional(named: "num_key_value_heads") ?? configuration.headCount
    let pooling: EuroBERTPooling = try fields.choice(
      named: fields.contains("classifier_pooling") ? "classifier_pooling" : "clf_pooling", absent: .late)
    configuration.headToken = pooling.token
    guard let size = configuration.evenHeadSize else { return }
    configuration.rotary = try RotaryPositions(fields, theta: 10_000, headSize: size)
  }

  /// States the pooling of the head in the field that transformers reads.
  private static func normalizeEuroBERT(_ document: inout JSONValue, _ configuration: EncoderConfiguration) {
    document["auto_map"] = nil
    document["clf_pooling"] = nil
    let pooling = EuroBERTPooling.allCases.first { $0.token == configuration.headToken } ?? .late
    let stated = document["classifier_pooling"]?.string ?? EuroBERTPooling.late.rawValue
    if stated != pooling.rawValue { document["classifier_pooling"] = .string(pooling.rawValue) }
  }
}

/// How EuroBERT's classifier pools the token states.
private enum EuroBERTPooling: String, CaseIterable {
  case first = "bos"
  case mean
  case late

  var token: HeadTraits.Token {
    switch self {
    case .first: .first
    case .mean: .mean
    case .late: .late
    }
  }
}
