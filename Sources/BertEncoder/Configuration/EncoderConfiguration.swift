/// The sizes and settings of an encoder, as a `config.json` of Hugging Face states them.
///
/// Legend of the package: `B` sequences, `T` tokens in all, `H` hidden, `E` embeddings, `A` heads, `D` per head,
/// `F` feed-forward, `C` classes, `V` vocabulary, `L` layers.
public struct EncoderConfiguration: Sendable, Equatable {
  /// What the model is, by `model_type`.
  public var architecture: Architecture
  /// V
  public var vocabularySize: Int
  /// H
  public var hiddenSize: Int
  /// E; H unless the embeddings are factorised.
  public var embeddingSize: Int
  /// L: layers that a token passes through. Some may share their weights.
  public var layerCount: Int
  /// A
  public var headCount: Int
  /// G: heads of keys and values; A unless several heads of queries share them.
  public var keyValueHeadCount: Int
  /// F
  public var intermediateSize: Int
  /// The activation's name between the halves of a feed-forward layer.
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
  /// Standard deviation of fresh weights.
  public var initializerRange: Float
  /// Where the normal distribution of fresh weights ends, in standard deviations; nil for nowhere. With an end the weights
  /// of what is added to a residual, and of the head's dense layer, are narrower by √(2·L), and the classifier's have the
  /// deviation 1/√H.
  public var initializerCutoff: Float?
  /// The id that padding would have; nil where the model has none.
  public var padTokenID: Int?
  /// How layers share weights; nil where each has its own.
  public var sharing: LayerSharing?
  /// Rows of the table of biases by distance.
  public var relativeBuckets: Int
  /// Whether scores are divided by √D.
  public var scalesScores: Bool
  /// Whether scores are divided by the number of the layer, from 1.
  public var scalesScoresByLayer: Bool
  /// The farthest distance that relative positions tell apart; nil for all.
  public var clampLength: Int?
  /// How queries and keys are turned by position; nil where they are not.
  public var rotary: RotaryPositions?
  /// The layers that see only what is near; nil where all see everything.
  public var windows: WindowedLayers?
  /// How attention sees distances, with DeBERTa; nil for others.
  public var disentangled: DisentangledPositions?
  /// Whether the head for masked tokens is the one that transformers calls the legacy one, where there are two.
  public var hasOlderMaskedHead = true
  /// Whether the head for masked tokens has a matrix of the vocabulary that is not the word embeddings.
  public var hasOwnWordMatrix = false
  /// How the head takes a text's vector, where the configuration and not the architecture says it.
  public var summary: SequenceSummary?
  /// Where the head takes a text's vector from, where the configuration and not the architecture says it.
  var headToken: HeadTraits.Token?
  /// The name of the head's activation, likewise.
  public var headActivation: String?
  /// Parameters whose bias the configuration leaves out, of those that the architecture may have one for.
  var withoutBias: Set<ParameterRole> = []

  /// D
  public var headSize: Int { hiddenSize / headCount }
  /// The architecture's name in `config.json`.
  public var modelType: String { architecture.rawValue }

  /// Sizes of BERT, with the defaults of transformers' `BertConfig` for what is not given.
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

/// Layers that share their weights, as ALBERT's do.
public struct LayerSharing: Sendable, Equatable {
  /// Different groups of layers.
  public var groups: Int
  /// Layers of a group, which run one after the other.
  public var layersPerGroup: Int
}

/// XLNet's choices of how a text's vector is taken.
public struct SequenceSummary: Sendable, Equatable {
  /// `last`, `first` or `cls_index`; the last is the last token where no index is given.
  public var type: String
  /// Whether a dense layer follows.
  public var usesProjection: Bool
  /// The activation's name; nil for none.
  public var activation: String?
}
