/// The sizes and settings of an encoder, as in a `config.json` of Hugging Face.
///
/// Legend of the package: `B` sequences, `T` tokens in all, `H` hidden, `E` embeddings, `A` heads, `D` per head,
/// `F` feed-forward, `C` classes, `V` vocabulary, `L` layers.
public struct EncoderConfiguration: Sendable, Equatable {
  /// The architecture, which `model_type` names.
  public var architecture: Architecture
  /// V
  public var vocabularySize: Int
  /// H
  public var hiddenSize: Int
  /// E; H unless the embeddings are factorized.
  public var embeddingSize: Int
  /// L: the layers that a token passes through. Some may share their weights.
  public var layerCount: Int
  /// A
  public var headCount: Int
  /// G: the number of key/value heads; A unless several query heads share one.
  public var keyValueHeadCount: Int
  /// F
  public var intermediateSize: Int
  /// The name of the activation in the feed-forward layers.
  public var hiddenActivation: String
  /// Rows of the position embedding.
  public var maximumPositions: Int
  /// Rows of the token-type embedding.
  public var typeVocabularySize: Int
  /// Added to the variance in LayerNorm.
  public var layerNormEpsilon: Float
  /// Dropout of the embeddings in training; `hiddenDropout` where absent.
  public var embeddingDropout: Float?
  /// Dropout of attention outputs and feed-forward outputs in training.
  public var hiddenDropout: Float
  /// Dropout of attention probabilities in training.
  public var attentionDropout: Float
  /// Dropout before the classifier; `hiddenDropout` where absent.
  public var classifierDropout: Float?
  /// Dropout before the head's dense layer, where it is another than that before the classifier.
  public var headInputDropout: Float?
  /// Standard deviation of initialized weights.
  public var initializerRange: Float
  /// Where the normal distribution of initialized weights is truncated, in standard deviations; nil for nowhere. With a
  /// cutoff, weights whose product is added to a residual and those of the head's dense layer are narrower by √(2·L),
  /// and the classifier's have the deviation 1/√H.
  public var initializerCutoff: Float?
  /// The id of the padding token; nil where the model has none.
  public var padTokenID: Int?
  /// How layers share weights; nil where each has its own.
  public var sharing: LayerSharing?
  /// Rows of the table of score biases by distance.
  public var relativeBuckets: Int
  /// Whether scores are divided by √D.
  public var scalesScores: Bool
  /// Whether scores are divided by the layer's number, counted from 1.
  public var scalesScoresByLayer: Bool
  /// The distance from which on relative positions are equal; nil for no limit.
  public var clampLength: Int?
  /// Rotary positions of queries and keys; nil where there are none.
  public var rotary: RotaryPositions?
  /// The layers with local attention; nil where all attend to the whole text.
  public var windows: WindowedLayers?
  /// DeBERTa's positions; nil for other architectures.
  public var disentangled: DisentangledPositions?
  /// Whether the head for masked tokens has the form that transformers calls legacy, where there are two forms.
  public var hasOlderMaskedHead = true
  /// Whether the head for masked tokens has an output matrix of its own instead of the word embeddings.
  public var hasOwnWordMatrix = false
  /// XLNet's settings of the head; nil for other architectures.
  public var summary: SequenceSummary?
  /// Which token state or mean the head takes, where the configuration and not the architecture determines it.
  var headToken: HeadTraits.Token?
  /// The name of the head's activation, where the configuration and not the architecture determines it.
  public var headActivation: String?
  /// Parameters that the configuration has without a bias, among those that have one in the architecture.
  var withoutBias: Set<ParameterRole> = []

  /// D
  public var headSize: Int { hiddenSize / headCount }
  /// The architecture's name in `config.json`.
  public var modelType: String { architecture.rawValue }

  /// Sizes of BERT, with the defaults of transformers' `BertConfig` for parameters that are not given.
  public init(
    vocabularySize: Int, hiddenSize: Int, layerCount: Int, headCount: Int, intermediateSize: Int,
    hiddenActivation: String = "gelu", maximumPositions: Int = 512, typeVocabularySize: Int = 2,
    layerNormEpsilon: Float = 1e-12, hiddenDropout: Float = 0.1, attentionDropout: Float = 0.1,
    classifierDropout: Float? = nil, initializerRange: Float = 0.02, padTokenID: Int? = 0
  ) {
    architecture = .bert
    self.vocabularySize = vocabularySize
    self.hiddenSize = hiddenSize
    embeddingSize = hiddenSize
    self.layerCount = layerCount
    self.headCount = headCount
    keyValueHeadCount = headCount
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
    relativeBuckets = RelativeBuckets.count
    scalesScores = true
    scalesScoresByLayer = false
  }
}

/// How layers share weights, as in ALBERT.
public struct LayerSharing: Sendable, Equatable {
  /// The number of groups with weights of their own.
  public var groups: Int
  /// The number of layers in a group, which run one after the other.
  public var layersPerGroup: Int
}

/// XLNet's settings of the head.
public struct SequenceSummary: Sendable, Equatable {
  /// `last`, `first` or `cls_index`. The latter means the last token where no index is given.
  public var type: String
  /// Whether a dense layer follows.
  public var usesProjection: Bool
  /// The name of the activation; nil for none.
  public var activation: String?
}
