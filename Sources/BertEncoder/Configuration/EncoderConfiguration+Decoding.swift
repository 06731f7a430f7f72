/// Reading a `config.json`: the architecture first, then its fields under the names it gives them.
extension EncoderConfiguration: Decodable {
  /// - Throws: ``ModelError`` for an architecture that is not known, `DecodingError` for a field that is missing or of
  ///   another type. Fields that the architecture's class in transformers has a default for may be absent.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: FieldKey.self)
    let type = try container.decode(String.self, forKey: FieldKey("model_type"))
    guard let architecture = Architecture(rawValue: type) else {
      throw ModelError.unknownArchitecture(type, known: Self.knownModelTypes)
    }
    let traits = architecture.traits, defaults = traits.defaults
    let fields = Fields(container, traits)
    self.init(
      vocabularySize: try fields.required(.vocabularySize), hiddenSize: try fields.required(.hiddenSize),
      layerCount: try fields.required(.layerCount), headCount: try fields.required(.headCount), intermediateSize: 0,
      hiddenActivation: try fields.optional(.hiddenActivation) ?? defaults.hiddenActivation,
      maximumPositions: try fields.optional(.maximumPositions) ?? defaults.maximumPositions,
      typeVocabularySize: try fields.optional(.typeVocabularySize) ?? 2,
      layerNormEpsilon: try fields.optional(.layerNormEpsilon) ?? defaults.layerNormEpsilon,
      hiddenDropout: try fields.optional(.hiddenDropout) ?? defaults.dropout,
      attentionDropout: try fields.optional(.attentionDropout) ?? defaults.dropout,
      classifierDropout: try fields.optional(.classifierDropout) ?? defaults.classifierDropout,
      initializerRange: try fields.optional(.initializerRange) ?? 0.02,
      padTokenID: try fields.optionalOrNull(.padTokenID, defaults.padTokenID))
    self.architecture = architecture
    // GPT-2 leaves the field empty for four times the hidden size; sizes are checked after this.
    intermediateSize =
      architecture == .gpt2
      ? try fields.optional(.intermediateSize) ?? hiddenSize.multipliedReportingOverflow(by: 4).partialValue
      : try fields.required(.intermediateSize)
    if let size = defaults.embeddingSize { embeddingSize = try fields.optional(.embeddingSize) ?? size }
    switch architecture {
    case .gpt2:
      embeddingDropout = try fields.optional(.embeddingDropout) ?? defaults.dropout
      scalesScores = try fields.optional(.scalesScores) ?? true
      scalesScoresByLayer = try fields.optional(.scalesScoresByLayer) ?? false
    case .mpnet:
      relativeBuckets = try fields.optional(.relativeBuckets) ?? RelativeBuckets.count
    case .albert:
      let inner: Int = try fields.optional(.layersPerGroup) ?? 1
      sharing = LayerSharing(groups: try fields.optional(.layerGroups) ?? 1, layersPerGroup: inner)
      // Overflow and what is below 1 are found by `validate`.
      layerCount = layerCount.multipliedReportingOverflow(by: inner).partialValue
    case .xlnet:
      let clamp: Int = try fields.optional(.clampLength) ?? -1
      clampLength = clamp > 0 ? clamp : nil
      summary = SequenceSummary(
        type: try fields.optional(.summaryType) ?? "last",
        usesProjection: try fields.optional(.summaryUsesProjection) ?? true,
        activation: try fields.optionalOrNull(.summaryActivation, "tanh"))
    case .bert, .distilBERT, .roberta, .camembert, .xlmRoberta, .electra:
      break
    }
  }
}

/// A key that is only known when the architecture is.
private struct FieldKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(_ name: String) { stringValue = name }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// Looks up a field under the architecture's name for it, else under the usual one, as transformers' `attribute_map`.
private struct Fields {
  let container: KeyedDecodingContainer<FieldKey>
  let traits: ArchitectureTraits

  init(_ container: KeyedDecodingContainer<FieldKey>, _ traits: ArchitectureTraits) {
    self.container = container
    self.traits = traits
  }

  private func key(_ field: ConfigurationField) -> FieldKey {
    let own = FieldKey(traits.name(of: field))
    return container.contains(own) ? own : FieldKey(field.rawValue)
  }

  func required<Value: Decodable>(_ field: ConfigurationField) throws -> Value {
    let key = key(field)
    guard container.contains(key) else {
      throw DecodingError.keyNotFound(
        FieldKey(traits.name(of: field)), .init(codingPath: container.codingPath, debugDescription: "missing"))
    }
    return try located(key) { try container.decode(Value.self, forKey: key) }
  }

  func optional<Value: Decodable>(_ field: ConfigurationField) throws -> Value? {
    let key = key(field)
    return try located(key) { try container.decodeIfPresent(Value.self, forKey: key) }
  }

  /// Adds the field to the error of a number that does not fit it: Foundation throws one of its own there, which it
  /// turns into that of a malformed document later.
  private func located<Value>(_ key: FieldKey, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DecodingError {
      if case .dataCorrupted(let context) = error, context.codingPath.isEmpty { throw unfit(key, Value.self) }
      throw error
    } catch {
      throw unfit(key, Value.self)
    }
  }

  private func unfit(_ key: FieldKey, _ type: any Any.Type) -> DecodingError {
    let isWhole = type == Int.self || type == Int?.self
    return .dataCorrupted(
      .init(
        codingPath: container.codingPath + [key],
        debugDescription: isWhole ? "a whole number within 64 bits" : "a number of single precision"))
  }

  /// Null says that there is none; only an absent field means the default.
  func optionalOrNull<Value: Decodable>(_ field: ConfigurationField, _ value: Value?) throws -> Value? {
    container.contains(key(field)) ? try optional(field) : value
  }
}
