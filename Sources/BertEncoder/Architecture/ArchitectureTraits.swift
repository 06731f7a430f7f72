import BertKernels
import BertStorage

/// What distinguishes an architecture. It is data, so that one encoder serves all models.
struct ArchitectureTraits: Sendable {
  /// transformers' class of the model with a classifier.
  var className: String
  /// The prefix of the encoder's tensor names in a checkpoint with a head. A checkpoint of the encoder alone may lack
  /// it.
  var prefix: String
  /// The tensor name of each parameter. A parameter without a name does not exist in the architecture.
  var names: [ParameterRole: TensorName]
  /// Names under which pre-training checkpoints store the word embeddings, as a second copy or as the only one.
  var tiedWordEmbeddings: [String]
  /// Heads for other tasks that transformers' classes of the architecture have.
  var otherHeads: [OtherHead]
  /// Suffixes of the names of tensors that hold no weights, such as position counters and masks.
  var buffers: [String] = ["embeddings.position_ids", "embeddings.token_type_ids"]
  /// The name of a field in `config.json`, where it is not the usual one.
  var fieldNames: [ConfigurationField: String] = [:]
  /// The name of a field in files of the model's own code, from before transformers had the architecture. It counts
  /// where neither of the other names is present.
  var formerFieldNames: [ConfigurationField: String] = [:]
  /// Values of the fields that `config.json` lacks.
  var defaults = ConfigurationDefaults()
  /// Other values of `model_type` that mean the architecture.
  var otherModelTypes: [String] = []
  /// The one value of `position_embedding_type` that describes the architecture.
  var positionEmbeddingType = "absolute"
  /// Reads the fields that only this architecture has. It throws for values that ask for a computation that is not
  /// supported.
  var decode: @Sendable (inout EncoderConfiguration, ConfigurationFields) throws -> Void = { _, _ in }
  /// Rewrites a `config.json` of the model's own code to the form that transformers' classes read.
  var normalize: @Sendable (inout JSONValue, EncoderConfiguration) -> Void = { _, _ in }
  /// Renamings from the tensor names of the model's own code to transformers', applied one after the other.
  var formerSpellings: [FormerSpelling] = []
  /// Further fields for which transformers' class accepts 0.0 but not the integer 0.
  var numbersWithPoints: [String] = []
  var positions = PositionScheme.counted
  /// Whether `type_vocab_size` may be 0: tokens have no types then.
  var mayLackTypes = false
  /// Whether LayerNorm stands before attention and feed-forward (pre-norm), not after the residual sum (post-norm).
  var normalizesFirst = false
  /// In a pre-norm architecture: whether the first layer normalizes the input of its attention, as the others do.
  var normalizesFirstInput = true
  /// Whether norms subtract the mean (LayerNorm). Otherwise they are RMSNorm (Zhang and Sennrich, arXiv 1910.07467).
  var centersNorms = true
  /// Whether a token attends only to itself and those before it.
  var isCausal = false
  var feedForward = FeedForwardForm.dense
  /// Whether the tensors of attention have separate dimensions for the heads and for the size of a head.
  var splitsHeads = false
  /// Whether training leaves the padding token's row of the word embeddings unchanged (PyTorch's `padding_idx`).
  var keepsPaddingRow = true
  var dropouts = DropoutPlaces()
  /// Whether the embeddings are projected even where they are as wide as the layers.
  var alwaysProjects = false
  /// Whether LayerNorm follows the projection of the embeddings instead of preceding it.
  var normalizesWidened = false
  var head: HeadTraits
  var tokenDropout = TokenDropout.classifier(otherwise: nil)
}

/// How an architecture represents the positions of tokens.
enum PositionScheme: Sendable, Equatable {
  /// Position embeddings counted from 0.
  case counted
  /// Position embeddings counted from the row after the padding token's. Padding tokens share that row, and training
  /// leaves it unchanged. Its number is `pad_token_id`, or fixed.
  case afterPadding(row: Int?)
  /// No position embeddings; attention itself depends on the positions. Sequences have at most
  /// `max_position_embeddings` tokens if limited, otherwise any length.
  case byAttention(isLimited: Bool)
}

/// What a feed-forward layer computes between its two matrix products.
enum FeedForwardForm: Sendable, Equatable {
  /// The activation of the first product.
  case dense
  /// The activation of one half (the gate) times the other half. With `gateFirst` the gate is the first half.
  case gated(gateFirst: Bool)
}

/// Where dropout is applied in the layers, beside the attention probabilities and the embeddings.
struct DropoutPlaces: Sendable, Equatable {
  /// Whether the output of attention has the dropout rate of the attention probabilities, not that of the hidden
  /// states.
  var attentionOutputAsProbabilities = false
  /// Whether dropout follows the activation of a feed-forward layer.
  var feedForwardInner = false
  /// Whether dropout follows the second product of a feed-forward layer.
  var feedForwardOutput = true
  /// Whether dropout is applied to the states that the encoder returns.
  var lastStates = false
}

/// How the head computes logits from the token states: it takes one token or the mean, then an optional dense layer
/// with activation and LayerNorm, then the classifier.
struct HeadTraits: Sendable, Equatable {
  enum Token: Sendable, Equatable {
    case first
    case last
    /// The last token that is not padding; the first where all are padding.
    case lastUnpadded
    /// No single token: the mean over all tokens.
    case mean
    /// No single token: the mean over all tokens after the dense layer and its activation, which gives the mean of the
    /// tokens' logits.
    case late
  }

  var token = Token.first
  /// The activation of the dense layer; nil where there is no dense layer.
  var activation: Activation?
  /// Whether the configuration can select the mean of the tokens, so that mean pooling needs no added layer.
  var takesMean = false
  /// Whether the dense layer, its activation and LayerNorm also stand before a token classifier.
  var servesTokens = false
  /// Whether dropout also precedes the dense layer.
  var dropsFirst = false
  /// Whether dropout precedes the classifier.
  var dropsLast = true
}

/// The dropout rate before a token classifier.
enum TokenDropout: Sendable, Equatable {
  /// The rate before a classifier of texts. Where `config.json` lacks it, the given rate, or for nil that of the hidden
  /// states.
  case classifier(otherwise: Float?)
  /// The rate of the hidden states.
  case hidden
  case absent
}

/// A tensor's name in a checkpoint. `{layer}` stands for the index of a layer, `{group}` and `{inner}` for the indices
/// of a layer that shares its weights.
struct TensorName: Sendable, ExpressibleByStringLiteral {
  let pattern: String
  /// Whether `.weight` and `.bias` are appended.
  var hasSuffix = true
  var hasBias = true
  /// Whether the file stores `[inputs, outputs]`. In memory the order is `[outputs, inputs]`.
  var isTransposed = false

  init(_ pattern: String, hasSuffix: Bool = true, hasBias: Bool = true, isTransposed: Bool = false) {
    self.pattern = pattern
    self.hasSuffix = hasSuffix
    self.hasBias = hasBias
    self.isTransposed = isTransposed
  }

  init(stringLiteral pattern: String) { self.init(pattern) }

  /// A tensor whose name has no suffix, and which has no bias.
  static func bare(_ pattern: String, isTransposed: Bool = false) -> TensorName {
    TensorName(pattern, hasSuffix: false, hasBias: false, isTransposed: isTransposed)
  }
}
