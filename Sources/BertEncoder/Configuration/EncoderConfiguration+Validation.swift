package import BertKernels
public import Foundation

extension EncoderConfiguration {
  /// The architectures that can be read.
  public static let knownModelTypes = ["bert"]

  /// Reads and checks a `config.json`.
  ///
  /// - Throws: ``ModelError`` with the field concerned.
  public static func decode(from data: Data) throws(ModelError) -> EncoderConfiguration {
    struct Kind: Decodable {
      var model_type: String?
      var position_embedding_type: String?
      var is_decoder: Bool?
    }
    let configuration: EncoderConfiguration
    do {
      let kind = try JSONDecoder().decode(Kind.self, from: data)
      let type = kind.model_type ?? "none"
      guard knownModelTypes.contains(type) else {
        throw ModelError.unknownArchitecture(type, known: knownModelTypes)
      }
      if let positions = kind.position_embedding_type, positions != "absolute" {
        throw ModelError.configurationInvalid(
          field: "position_embedding_type", value: "\"\(positions)\"", expected: "\"absolute\"")
      }
      if kind.is_decoder == true {
        throw ModelError.configurationInvalid(field: "is_decoder", value: "true", expected: "false, for an encoder")
      }
      configuration = try JSONDecoder().decode(EncoderConfiguration.self, from: data)
    } catch let error as ModelError {
      throw error
    } catch {
      throw .configurationUnreadable(Self.reason(error))
    }
    try configuration.validate()
    return configuration
  }

  /// Checks that the values can belong to an encoder. The limits keep every product of sizes far below overflow.
  ///
  /// - Throws: ``ModelError/configurationInvalid(field:value:expected:)``
  public func validate() throws(ModelError) {
    let sizes: [(field: CodingKeys, value: Int, limit: Int)] = [
      (.vocabularySize, vocabularySize, 1 << 24), (.hiddenSize, hiddenSize, 1 << 16),
      (.layerCount, layerCount, 1 << 10),
      (.headCount, headCount, 1 << 16), (.intermediateSize, intermediateSize, 1 << 18),
      (.maximumPositions, maximumPositions, 1 << 20), (.typeVocabularySize, typeVocabularySize, 1 << 16),
    ]
    for size in sizes where size.value < 1 || size.value > size.limit {
      throw .configurationInvalid(
        field: size.field.rawValue, value: "\(size.value)", expected: "from 1 to \(size.limit)")
    }
    guard hiddenSize.isMultiple(of: headCount) else {
      throw .configurationInvalid(
        field: CodingKeys.hiddenSize.rawValue, value: "\(hiddenSize)",
        expected: "a multiple of num_attention_heads, \(headCount)")
    }
    guard activation != nil else {
      throw .configurationInvalid(
        field: CodingKeys.hiddenActivation.rawValue, value: "\"\(hiddenActivation)\"",
        expected: "one of " + Self.activations.keys.sorted().joined(separator: ", "))
    }
    let shares: [(CodingKeys, Float)] = [
      (.hiddenDropout, hiddenDropout), (.attentionDropout, attentionDropout),
      (.classifierDropout, classifierDropout ?? 0),
    ]
    for (field, value) in shares where !(value >= 0 && value < 1) {
      throw .configurationInvalid(field: field.rawValue, value: "\(value)", expected: "from 0 to below 1")
    }
    guard layerNormEpsilon >= 0, layerNormEpsilon.isFinite, initializerRange >= 0, initializerRange.isFinite else {
      throw .configurationInvalid(
        field: "layer_norm_eps or initializer_range", value: "\(layerNormEpsilon), \(initializerRange)",
        expected: "finite and not negative")
    }
  }

  /// The activation of the feed-forward layers, by the names of transformers' `ACT2FN`.
  package var activation: Activation? { Self.activations[hiddenActivation] }

  private static let activations: [String: Activation] = [
    "gelu": .gelu, "gelu_python": .gelu, "gelu_new": .geluTanh, "gelu_pytorch_tanh": .geluTanh, "relu": .relu,
  ]

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "it lacks \(key.stringValue)"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has the wrong type"
    default: "it is not a JSON object"
    }
  }
}
