public import Foundation

extension EncoderConfiguration {
  /// The supported values of `model_type`.
  public static let knownModelTypes = Architecture.allCases.flatMap { [$0.rawValue] + $0.traits.otherModelTypes }

  /// Reads and checks a `config.json`.
  ///
  /// - Parameter data: The bytes of the file.
  /// - Throws: ``ModelError`` with the field concerned.
  public static func decode(from data: Data) throws(ModelError) -> EncoderConfiguration {
    let configuration: EncoderConfiguration
    do {
      let decoder = JSONDecoder()
      let choices = try decoder.decode(FixedChoices.self, from: data)
      guard choices.model_type != nil else {
        let classes = (try? decoder.decode(NamedClasses.self, from: data))?.architectures ?? []
        throw ModelError.noModelType(
          architectures: classes, likely: classes.lazy.compactMap { Architecture(className: $0) }.first?.rawValue)
      }
      configuration = try decoder.decode(EncoderConfiguration.self, from: data)
      try choices.check(configuration.architecture)
    } catch {
      throw Self.error(of: data, error)
    }
    try configuration.validate()
    return configuration
  }

  /// Checks that the values can belong to an encoder. The limits keep all products of sizes far from overflow.
  ///
  /// - Throws: ``ModelError/configurationInvalid(field:value:expected:)``
  public func validate() throws(ModelError) {
    let lacksTypes = typeVocabularySize == 0 && architecture.traits.mayLackTypes
    let sizes: [(field: ConfigurationField, value: Int, limit: Int)] = [
      (.vocabularySize, vocabularySize, 1 << 24), (.hiddenSize, hiddenSize, 1 << 16),
      (.embeddingSize, embeddingSize, 1 << 16), (.layerCount, layerCount, 1 << 10),
      (.headCount, headCount, 1 << 16), (.intermediateSize, intermediateSize, 1 << 18),
      (.maximumPositions, maximumPositions, 1 << 20),
      (.typeVocabularySize, lacksTypes ? 1 : typeVocabularySize, 1 << 16),
      (.relativeBuckets, relativeBuckets, 1 << 16), (.clampLength, clampLength ?? 1, 1 << 20),
      (.layerGroups, sharing?.groups ?? 1, layerCount), (.layersPerGroup, sharing?.layersPerGroup ?? 1, layerCount),
    ]
    for size in sizes where size.value < 1 || size.value > size.limit {
      throw invalid(size.field, "\(size.value)", "from 1 to \(size.limit)")
    }
    guard hiddenSize.isMultiple(of: headCount) else {
      throw invalid(.hiddenSize, "\(hiddenSize)", "a multiple of \(name(.headCount)), \(headCount)")
    }
    guard keyValueHeadCount >= 1, headCount.isMultiple(of: keyValueHeadCount) else {
      throw .configurationInvalid(
        field: "num_key_value_heads", value: "\(keyValueHeadCount)",
        expected: "a number that divides \(name(.headCount)), \(headCount)")
    }
    for positions in [rotary, windows?.rotary].compactMap({ $0 }) {
      let size = positions.rotatedSize(headSize: headSize)
      guard size >= 2, size.isMultiple(of: 2) else {
        throw invalid(
          .headCount, "\(headCount)", "a number for which an even number of a head's values is rotated, not \(size)")
      }
      guard positions.theta > 0, positions.theta.isFinite else {
        throw .configurationInvalid(field: "rope_theta", value: "\(positions.theta)", expected: "above 0")
      }
    }
    if let sharing, sharing.groups > layerCount / sharing.layersPerGroup {
      throw invalid(.layerGroups, "\(sharing.groups)", "at most \(name(.layerCount))")
    }
    guard relativeBuckets >= RelativeBuckets.count else {
      throw invalid(.relativeBuckets, "\(relativeBuckets)", "\(RelativeBuckets.count) or more")
    }
    guard activation != nil else { throw invalidActivation(.hiddenActivation, hiddenActivation) }
    if let activation = summary?.activation, Self.activations[activation] == nil {
      throw invalidActivation(.summaryActivation, activation)
    }
    if let type = summary?.type, !["last", "first", "cls_index"].contains(type) {
      throw invalid(.summaryType, "\"\(type)\"", "\"last\", \"first\" or \"cls_index\"")
    }
    guard longestSequence >= 1, (paddingPosition ?? 0) >= 0, (paddingPosition ?? 0) < vocabularySize else {
      throw invalid(
        .padTokenID, padTokenID.map { "\($0)" } ?? "null", "a token's number below \(name(.maximumPositions)) - 1")
    }
    let shares: [(ConfigurationField, Float)] = [
      (.hiddenDropout, hiddenDropout), (.embeddingDropout, embeddingDropout ?? 0),
      (.attentionDropout, attentionDropout), (.classifierDropout, classifierDropout ?? 0),
      (.headInputDropout, headInputDropout ?? 0),
    ]
    for (field, value) in shares where !(value >= 0 && value < 1) {
      throw invalid(field, "\(value)", "from 0 to below 1")
    }
    // The sinusoids of a distance are sines and as many cosines.
    guard !attendsToDistances || hiddenSize.isMultiple(of: 2) else {
      throw invalid(.hiddenSize, "\(hiddenSize)", "an even number")
    }
    // Initialization draws values until they are within the cutoff, which never ends for one of 0.
    if let cutoff = initializerCutoff, !(cutoff >= 0.01) {
      throw .configurationInvalid(field: "initializer_cutoff_factor", value: "\(cutoff)", expected: "0.01 or more")
    }
    guard layerNormEpsilon >= 0, layerNormEpsilon.isFinite, initializerRange >= 0, initializerRange.isFinite else {
      throw .configurationInvalid(
        field: "\(name(.layerNormEpsilon)) or initializer_range", value: "\(layerNormEpsilon), \(initializerRange)",
        expected: "finite and not negative")
    }
  }

  private func name(_ field: ConfigurationField) -> String { architecture.traits.name(of: field) }

  private func invalid(_ field: ConfigurationField, _ value: String, _ expected: String) -> ModelError {
    .configurationInvalid(field: name(field), value: value, expected: expected)
  }

  private func invalidActivation(_ field: ConfigurationField, _ value: String) -> ModelError {
    invalid(field, "\"\(value)\"", "one of " + Self.activations.keys.sorted().joined(separator: ", "))
  }
}

/// The names of the classes that a model was saved from.
private struct NamedClasses: Decodable {
  var architectures: [String]?
}

/// Fields for which only one value is supported.
private struct FixedChoices: Decodable {
  var model_type: String?
  var position_embedding_type: String?
  var is_decoder: Bool?
  var add_cross_attention: Bool?

  func check(_ architecture: Architecture) throws(ModelError) {
    let positions = architecture.traits.positionEmbeddingType
    let refused: [(field: String, value: String?, expected: String)] = [
      (
        "position_embedding_type", position_embedding_type.flatMap { $0 == positions ? nil : "\"\($0)\"" },
        "\"\(positions)\""
      ),
      ("is_decoder", is_decoder == true ? "true" : nil, "false, for an encoder"),
      ("add_cross_attention", add_cross_attention == true ? "true" : nil, "false, for an encoder"),
    ]
    for choice in refused {
      if let value = choice.value {
        throw .configurationInvalid(field: choice.field, value: value, expected: choice.expected)
      }
    }
  }
}
