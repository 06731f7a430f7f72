/// Decoding of `config.json`: first the architecture, then its fields under its names for them.
extension EncoderConfiguration: Decodable {
  /// - Throws: ``ModelError`` for an unknown architecture, `DecodingError` for a field that is missing or of
  ///   another type. Fields that the architecture's class in transformers has a default for may be absent.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: ConfigurationKey.self)
    let type = try container.decode(String.self, forKey: ConfigurationKey("model_type"))
    guard let architecture = Architecture(modelType: type) else {
      throw ModelError.unknownArchitecture(type, known: Self.knownModelTypes)
    }
    let traits = architecture.traits, defaults = traits.defaults
    let fields = ConfigurationFields(container, traits)
    self.init(
      vocabularySize: try fields.required(.vocabularySize), hiddenSize: try fields.required(.hiddenSize),
      layerCount: try fields.required(.layerCount), headCount: try fields.required(.headCount), intermediateSize: 0,
      hiddenActivation: try fields.optional(.hiddenActivation) ?? defaults.hiddenActivation,
      maximumPositions: try fields.optional(.maximumPositions) ?? defaults.maximumPositions,
      typeVocabularySize: try fields.optional(.typeVocabularySize) ?? defaults.typeVocabularySize,
      layerNormEpsilon: try fields.optional(.layerNormEpsilon) ?? defaults.layerNormEpsilon,
      hiddenDropout: try fields.optional(.hiddenDropout) ?? defaults.dropout,
      attentionDropout: try fields.optional(.attentionDropout) ?? defaults.attentionDropout ?? defaults.dropout,
      classifierDropout: try fields.optional(.classifierDropout) ?? defaults.classifierDropout,
      initializerRange: try fields.optional(.initializerRange) ?? 0.02,
      padTokenID: try fields.optionalOrNull(.padTokenID, defaults.padTokenID))
    self.architecture = architecture
    // `validate` checks the sizes later.
    if let times = defaults.intermediateTimes {
      intermediateSize =
        try fields.optional(.intermediateSize) ?? hiddenSize.multipliedReportingOverflow(by: times).partialValue
    } else {
      intermediateSize = try fields.required(.intermediateSize)
    }
    if let size = defaults.embeddingSize { embeddingSize = try fields.optional(.embeddingSize) ?? size }
    try traits.decode(&self, fields)
  }
}
