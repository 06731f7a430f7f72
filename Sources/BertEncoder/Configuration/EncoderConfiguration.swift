/// The sizes and settings of an encoder, under the names that Hugging Face's `config.json` gives them.
///
/// Legend of the package: `B` sequences, `T` tokens in all, `H` hidden, `A` heads, `D` per head, `F` feed-forward,
/// `C` classes, `V` vocabulary, `L` layers.
public struct EncoderConfiguration: Sendable, Equatable, Codable {
  /// The architecture's name.
  public var modelType: String
  /// V
  public var vocabularySize: Int
  /// H
  public var hiddenSize: Int
  /// L
  public var layerCount: Int
  /// A
  public var headCount: Int
  /// F
  public var intermediateSize: Int
  /// The activation's name between the halves of a feed-forward layer.
  public var hiddenActivation: String
  /// The longest sequence there are positions for.
  public var maximumPositions: Int
  /// Rows of the token-type embedding.
  public var typeVocabularySize: Int
  /// Added to the variance in LayerNorm.
  public var layerNormEpsilon: Float
  /// Dropout of embeddings, attention outputs and feed-forward outputs in training.
  public var hiddenDropout: Float
  /// Dropout of attention probabilities in training.
  public var attentionDropout: Float
  /// Dropout before the classification head; `hiddenDropout` where absent.
  public var classifierDropout: Float?
  /// Standard deviation of fresh weights.
  public var initializerRange: Float
  /// The id that padding would have.
  public var padTokenID: Int

  /// D
  public var headSize: Int { hiddenSize / headCount }

  enum CodingKeys: String, CodingKey {
    case modelType = "model_type"
    case vocabularySize = "vocab_size"
    case hiddenSize = "hidden_size"
    case layerCount = "num_hidden_layers"
    case headCount = "num_attention_heads"
    case intermediateSize = "intermediate_size"
    case hiddenActivation = "hidden_act"
    case maximumPositions = "max_position_embeddings"
    case typeVocabularySize = "type_vocab_size"
    case layerNormEpsilon = "layer_norm_eps"
    case hiddenDropout = "hidden_dropout_prob"
    case attentionDropout = "attention_probs_dropout_prob"
    case classifierDropout = "classifier_dropout"
    case initializerRange = "initializer_range"
    case padTokenID = "pad_token_id"
  }

  /// The configuration with Hugging Face's defaults (`BertConfig`) for what is not given.
  public init(
    vocabularySize: Int, hiddenSize: Int, layerCount: Int, headCount: Int, intermediateSize: Int,
    hiddenActivation: String = "gelu", maximumPositions: Int = 512, typeVocabularySize: Int = 2,
    layerNormEpsilon: Float = 1e-12, hiddenDropout: Float = 0.1, attentionDropout: Float = 0.1,
    classifierDropout: Float? = nil, initializerRange: Float = 0.02, padTokenID: Int = 0
  ) {
    modelType = "bert"
    self.vocabularySize = vocabularySize
    self.hiddenSize = hiddenSize
    self.layerCount = layerCount
    self.headCount = headCount
    self.intermediateSize = intermediateSize
    self.hiddenActivation = hiddenActivation
    self.maximumPositions = maximumPositions
    self.typeVocabularySize = typeVocabularySize
    self.layerNormEpsilon = layerNormEpsilon
    self.hiddenDropout = hiddenDropout
    self.attentionDropout = attentionDropout
    self.classifierDropout = classifierDropout
    self.initializerRange = initializerRange
    self.padTokenID = padTokenID
  }

  /// Reads the fields; those that `BertConfig` has a default for may be absent.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      vocabularySize: try fields.decode(Int.self, forKey: .vocabularySize),
      hiddenSize: try fields.decode(Int.self, forKey: .hiddenSize),
      layerCount: try fields.decode(Int.self, forKey: .layerCount),
      headCount: try fields.decode(Int.self, forKey: .headCount),
      intermediateSize: try fields.decode(Int.self, forKey: .intermediateSize),
      hiddenActivation: try fields.decodeIfPresent(String.self, forKey: .hiddenActivation) ?? "gelu",
      maximumPositions: try fields.decodeIfPresent(Int.self, forKey: .maximumPositions) ?? 512,
      typeVocabularySize: try fields.decodeIfPresent(Int.self, forKey: .typeVocabularySize) ?? 2,
      layerNormEpsilon: try fields.decodeIfPresent(Float.self, forKey: .layerNormEpsilon) ?? 1e-12,
      hiddenDropout: try fields.decodeIfPresent(Float.self, forKey: .hiddenDropout) ?? 0.1,
      attentionDropout: try fields.decodeIfPresent(Float.self, forKey: .attentionDropout) ?? 0.1,
      classifierDropout: try fields.decodeIfPresent(Float.self, forKey: .classifierDropout),
      initializerRange: try fields.decodeIfPresent(Float.self, forKey: .initializerRange) ?? 0.02,
      padTokenID: try fields.decodeIfPresent(Int.self, forKey: .padTokenID) ?? 0)
    modelType = try fields.decode(String.self, forKey: .modelType)
  }
}
