import BertKernels
import BertStorage

/// ModernBERT (Warner et al., arXiv 2412.13663) and the models of its form, such as Ettin and mmBERT: pre-norm, gated
/// feed-forward, rotary positions, and local attention in most layers. Source: transformers, `modeling_modernbert.py`.
extension ArchitectureTraits {
  static let modernBERT = ArchitectureTraits(
    className: "ModernBertForSequenceClassification", prefix: "model.",
    names: [
      .wordEmbeddings: "model.embeddings.tok_embeddings", .embeddingNorm: "model.embeddings.norm",
      .attentionNorm: "model.layers.{layer}.attn_norm", .projections: "model.layers.{layer}.attn.Wqkv",
      .attentionOutput: "model.layers.{layer}.attn.Wo", .outputNorm: "model.layers.{layer}.mlp_norm",
      .intermediate: "model.layers.{layer}.mlp.Wi", .output: "model.layers.{layer}.mlp.Wo",
      .finalNorm: "model.final_norm", .dense: "head.dense", .headNorm: "head.norm", .classifier: "classifier",
    ],
    tiedWordEmbeddings: ["decoder.weight"],
    otherHeads: [OtherHead("decoder.", "masked language model"), .questionAnswering],
    fieldNames: [
      .hiddenActivation: "hidden_activation", .layerNormEpsilon: "norm_eps", .embeddingDropout: "embedding_dropout",
      .hiddenDropout: "mlp_dropout", .attentionDropout: "attention_dropout",
    ],
    defaults: ConfigurationDefaults(
      maximumPositions: 8192, layerNormEpsilon: 1e-5, dropout: 0, classifierDropout: 0, padTokenID: 50283),
    decode: decodeModernBERT, normalize: normalizeModernBERT, positions: .byAttention(isLimited: true),
    normalizesFirst: true,
    normalizesFirstInput: false, feedForward: .gated(gateFirst: true),
    dropouts: DropoutPlaces(attentionOutputAsProbabilities: true, feedForwardInner: true, feedForwardOutput: false),
    head: HeadTraits(activation: .gelu, takesMean: true, servesTokens: true))

  private static func decodeModernBERT(
    _ configuration: inout EncoderConfiguration, _ fields: ConfigurationFields
  ) throws {
    configuration.embeddingDropout = try fields.optional(.embeddingDropout) ?? 0
    // For null transformers cuts at 3 standard deviations.
    configuration.initializerCutoff = try fields.optionalOrNull(named: "initializer_cutoff_factor", 2) ?? 3
    let biases: [(name: String, otherwise: Bool, roles: Set<ParameterRole>)] = [
      ("norm_bias", false, [.embeddingNorm, .attentionNorm, .outputNorm, .finalNorm, .headNorm]),
      ("attention_bias", false, [.projections, .attentionOutput]), ("mlp_bias", false, [.intermediate, .output]),
      ("classifier_bias", false, [.dense]), ("decoder_bias", true, [.wordBias]),
    ]
    for bias in biases where try !(fields.optional(named: bias.name) ?? bias.otherwise) {
      configuration.withoutBias.formUnion(bias.roles)
    }
    let pooling: ClassifierPooling = try fields.choice(named: "classifier_pooling", absent: .first)
    configuration.headToken = pooling == .mean ? .mean : .first
    let activation = try fields.optional(named: "classifier_activation") ?? "gelu"
    guard EncoderConfiguration.activations[activation] != nil else {
      throw fields.invalid(
        "classifier_activation", activation,
        "one of " + EncoderConfiguration.activations.keys.sorted().joined(separator: ", "))
    }
    configuration.headActivation = activation
    let angles = try Angles(fields)
    configuration.rotary = RotaryPositions(theta: angles.full)
    configuration.windows = WindowedLayers(
      radius: try radius(fields), rotary: RotaryPositions(theta: angles.sliding),
      isWindowed: try windowedLayers(fields, count: configuration.layerCount))
  }

  /// States where a changed model differs from the file: the pooling and bias of the head, and the kinds of layers.
  private static func normalizeModernBERT(_ document: inout JSONValue, _ configuration: EncoderConfiguration) {
    let pooling: ClassifierPooling = configuration.headToken == .mean ? .mean : .first
    let stated = document["classifier_pooling"]?.string ?? ClassifierPooling.first.rawValue
    if stated != pooling.rawValue { document["classifier_pooling"] = .string(pooling.rawValue) }
    let hasBias = !configuration.withoutBias.contains(.dense)
    if (document["classifier_bias"]?.bool ?? false) != hasBias { document["classifier_bias"] = .bool(hasBias) }
    let kinds = (0..<configuration.layerCount).map { layer -> LayerKind in
      configuration.hasWindow(layer: layer) ? .sliding : .full
    }
    let every = document["global_attn_every_n_layers"]?.integer ?? 3
    let isImplied = kinds.indices.allSatisfy { (kinds[$0] == .full) == $0.isMultiple(of: max(1, every)) }
    if document["layer_types"] != nil || !isImplied {
      document["layer_types"] = .array(kinds.map { .string($0.rawValue) })
    }
  }

  /// `classifier_pooling`
  private enum ClassifierPooling: String, CaseIterable {
    case first = "cls"
    case mean
  }

  /// An element of `layer_types`, and a member of `rope_parameters`.
  private enum LayerKind: String, CaseIterable {
    case full = "full_attention"
    case sliding = "sliding_attention"
  }

  /// θ of both kinds of layers, from the fields of old files or of new ones.
  private struct Angles {
    var full: Float
    var sliding: Float

    init(_ fields: ConfigurationFields) throws {
      // A `local_rope_theta` of null means the global one.
      full = try fields.optional(named: "global_rope_theta") ?? 160_000
      sliding = try fields.optionalOrNull(named: "local_rope_theta", 10_000) ?? full
      // Scaled angles are not supported.
      if let scaling = try fields.object(named: "rope_scaling") { try Self.requireDefault(scaling) }
      guard let kinds = try fields.object(named: "rope_parameters") else { return }
      try Self.requireDefault(kinds)
      if let own: Float = try kinds.optional(named: "rope_theta") {
        throw kinds.invalid("rope_theta", own, "in full_attention and in sliding_attention")
      }
      if let own = try kinds.object(named: LayerKind.full.rawValue) { full = try Self.theta(own) ?? full }
      if let own = try kinds.object(named: LayerKind.sliding.rawValue) { sliding = try Self.theta(own) ?? sliding }
    }

    private static func theta(_ fields: ConfigurationFields) throws -> Float? {
      try requireDefault(fields)
      return try fields.optional(named: "rope_theta")
    }

    private static func requireDefault(_ fields: ConfigurationFields) throws {
      for name in ["rope_type", "type"] { try fields.require(name, "default") }
    }
  }

  /// The radius of local attention: the largest distance between two tokens that attend to each other.
  private static func radius(_ fields: ConfigurationFields) throws -> Int {
    // transformers computes with the property `sliding_window`, which a file may set instead of `local_attention`.
    if let radius: Int = try fields.optional(named: "sliding_window") {
      guard radius >= 0 else { throw fields.invalid("sliding_window", radius, "0 or more") }
      return radius
    }
    let window = try fields.optional(named: "local_attention") ?? 128
    guard window >= 0 else { throw fields.invalid("local_attention", window, "0 or more") }
    return window / 2
  }

  /// Whether each layer attends to a window only. `[L]`
  private static func windowedLayers(_ fields: ConfigurationFields, count: Int) throws -> [Bool] {
    if let words: [String] = try fields.optional(named: "layer_types") {
      guard words.count == count else {
        throw fields.invalid("layer_types", "\(words.count) names", "\(count), one for each layer")
      }
      return try words.map { word in
        guard let kind = LayerKind(rawValue: word) else {
          throw fields.invalid(
            "layer_types", word, LayerKind.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))
        }
        return kind == .sliding
      }
    }
    let every = try fields.optional(named: "global_attn_every_n_layers") ?? 3
    guard every >= 1 else { throw fields.invalid("global_attn_every_n_layers", every, "1 or more") }
    // `validate` refuses a wrong count later; here the limit keeps a hostile one from allocating.
    return (0..<max(0, min(count, 1 << 10))).map { !$0.isMultiple(of: every) }
  }
}
