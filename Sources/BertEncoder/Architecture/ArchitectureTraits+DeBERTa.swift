import BertKernels

/// DeBERTa of version 2 and 3 (He et al., arXiv 2006.03654 and 2111.09543): BERT with disentangled attention, whose
/// scores have separate terms for contents and for relative positions. Source: transformers, `modeling_deberta_v2.py`.
extension ArchitectureTraits {
  static let debertaV2 = ArchitectureTraits(
    className: "DebertaV2ForSequenceClassification", prefix: "deberta.",
    names: encoderNames("deberta").merging(
      [
        .typeEmbeddings: "deberta.embeddings.token_type_embeddings",
        .embeddingProjection: TensorName("deberta.embeddings.embed_proj", hasBias: false),
        .distanceTable: "deberta.encoder.rel_embeddings", .distanceNorm: "deberta.encoder.LayerNorm",
        .query: "deberta.encoder.layer.{layer}.attention.self.query_proj",
        .key: "deberta.encoder.layer.{layer}.attention.self.key_proj",
        .value: "deberta.encoder.layer.{layer}.attention.self.value_proj",
        .positionKey: "deberta.encoder.layer.{layer}.attention.self.pos_key_proj",
        .positionQuery: "deberta.encoder.layer.{layer}.attention.self.pos_query_proj", .dense: "pooler.dense",
        .classifier: "classifier",
      ], uniquingKeysWith: { $1 }),
    tiedWordEmbeddings: ["cls.predictions.decoder.weight"],
    otherHeads: [
      OtherHead("cls.predictions.", OtherHead.maskedLanguageModel.task),
      OtherHead("lm_predictions.", OtherHead.maskedLanguageModel.task),
      OtherHead("mask_predictions.", "replaced token detection"), .questionAnswering,
    ],
    defaults: ConfigurationDefaults(typeVocabularySize: 0, layerNormEpsilon: 1e-7), decode: decodeDeBERTa,
    mayLackTypes: true, normalizesWidened: true, head: HeadTraits(activation: .gelu, dropsFirst: true),
    tokenDropout: .hidden)

  private static func decodeDeBERTa(
    _ configuration: inout EncoderConfiguration, _ fields: ConfigurationFields
  ) throws {
    configuration.embeddingSize = try fields.optional(.embeddingSize) ?? configuration.hiddenSize
    configuration.classifierDropout = try fields.optional(named: "cls_dropout")
    configuration.headInputDropout = try fields.optional(.headInputDropout) ?? 0
    let activation = try fields.optional(named: "pooler_hidden_act") ?? "gelu"
    guard EncoderConfiguration.activations[activation] != nil else {
      throw fields.invalid(
        "pooler_hidden_act", activation,
        "one of " + EncoderConfiguration.activations.keys.sorted().joined(separator: ", "))
    }
    configuration.headActivation = activation
    let size: Int = try fields.optional(named: "pooler_hidden_size") ?? configuration.hiddenSize
    guard size == configuration.hiddenSize else {
      throw fields.invalid("pooler_hidden_size", size, "hidden_size, \(configuration.hiddenSize)")
    }
    if let size: Int = try fields.optional(named: "attention_head_size"), configuration.headCount > 0,
      size != configuration.headSize
    {
      throw fields.invalid(
        "attention_head_size", size, "hidden_size / num_attention_heads, \(configuration.headSize)")
    }
    // deberta-v2-xlarge has a convolution beside the first layer.
    let kernel = try fields.optional(named: "conv_kernel_size") ?? 0
    guard kernel <= 0 else { throw fields.invalid("conv_kernel_size", kernel, "0, as convolutions are not computed") }
    configuration.hasOlderMaskedHead = try fields.optional(named: "legacy") ?? true
    guard configuration.hasOlderMaskedHead || configuration.embeddingSize == configuration.hiddenSize else {
      throw fields.invalid("legacy", false, "true where embedding_size is not hidden_size")
    }
    let terms = try terms(fields)
    configuration.disentangled = DisentangledPositions(
      addsPositions: try fields.optional(named: "position_biased_input") ?? true,
      distances: try distances(fields, terms, positions: configuration.maximumPositions), termCount: terms.count)
  }

  /// A relative position term, as `pos_att_type` names it.
  private enum Term: String, CaseIterable {
    /// Content to position.
    case query = "c2p"
    case key = "p2c"
  }

  /// `pos_att_type`: a list, or names with `|` between them.
  private static func terms(_ fields: ConfigurationFields) throws -> Set<Term> {
    let name = "pos_att_type"
    let words: [String]
    if let list = try? fields.optional(named: name) as [String]? {
      words = list
    } else {
      let text: String = try fields.optional(named: name) ?? ""
      words = text.lowercased().split(separator: "|").map { String($0.trimmingWhitespace) }
    }
    return try Set(
      words.filter { !$0.isEmpty }.map { word in
        guard let term = Term(rawValue: word) else { throw fields.invalid(name, word, "\"c2p\", \"p2c\" or both") }
        return term
      })
  }

  private static func distances(
    _ fields: ConfigurationFields, _ terms: Set<Term>, positions: Int
  ) throws -> DisentangledPositions.Distances? {
    guard try fields.optional(named: "relative_attention") ?? false else { return nil }
    let given = try fields.optional(named: "max_relative_positions") ?? -1, farthest = given < 1 ? positions : given
    guard (1...1 << 20).contains(farthest) else {
      throw fields.invalid(
        given < 1 ? "max_position_embeddings" : "max_relative_positions", farthest, "from 1 to \(1 << 20)")
    }
    let count = try fields.optional(named: "position_buckets") ?? -1, buckets = count > 0 ? count : nil
    if let buckets, buckets < 2 || buckets / 2 >= farthest - 1 {
      throw fields.invalid(
        "position_buckets", buckets, "0 or less for none, or from 2 to below 2 · (max_relative_positions - 1)")
    }
    let words = try (fields.optional(named: "norm_rel_ebd") ?? "none").lowercased().split(separator: "|").map {
      $0.trimmingWhitespace
    }
    if let other = words.first(where: { $0 != "layer_norm" && $0 != "none" }) {
      throw fields.invalid("norm_rel_ebd", String(other), "\"layer_norm\" or \"none\"")
    }
    return DisentangledPositions.Distances(
      buckets: buckets, farthest: farthest, isNormalized: words.contains("layer_norm"),
      sharesProjections: try fields.optional(named: "share_att_key") ?? false, meetsQueries: terms.contains(.query),
      meetsKeys: terms.contains(.key))
  }
}

extension Substring {
  fileprivate var trimmingWhitespace: Substring {
    let front = drop { $0.isWhitespace }
    return front.dropLast(front.reversed().prefix { $0.isWhitespace }.count)
  }
}
