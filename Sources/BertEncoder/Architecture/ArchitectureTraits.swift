import BertKernels
import BertStorage

/// What sets an architecture apart: data, so that there is one encoder and not one for each model.
struct ArchitectureTraits: Sendable {
  /// transformers' class of the model with a classifier.
  var className: String
  /// Begins the names of the encoder's tensors in a checkpoint with a head; one of the encoder alone lacks it.
  var prefix: String
  /// What each parameter is called. A parameter without a name does not exist in the architecture.
  var names: [ParameterRole: TensorName]
  /// Names under which checkpoints of pre-training keep the word embeddings once more, or only.
  var tiedWordEmbeddings: [String]
  /// Heads for other tasks that transformers' classes of the architecture have.
  var otherHeads: [OtherHead]
  /// Endings of tensors that hold no weights: counters and masks.
  var buffers: [String] = ["embeddings.position_ids", "embeddings.token_type_ids"]
  /// What `config.json` calls a field, where that is not its usual name.
  var fieldNames: [ConfigurationField: String] = [:]
  /// What files of the model's own code call a field, where neither of the other names is there.
  var formerFieldNames: [ConfigurationField: String] = [:]
  /// What holds where `config.json` is silent.
  var defaults = ConfigurationDefaults()
  /// Other values of `model_type` that mean the architecture.
  var otherModelTypes: [String] = []
  /// The one value of `position_embedding_type` that means what the architecture does.
  var positionEmbeddingType = "absolute"
  /// Reads the fields that only this architecture has, and refuses values of them that mean another computation.
  var decode: @Sendable (inout EncoderConfiguration, ConfigurationFields) throws -> Void = { _, _ in }
  /// Brings a `config.json` to the form that transformers' own classes read, where it has another.
  var normalize: @Sendable (inout JSONValue, EncoderConfiguration) -> Void = { _, _ in }
  /// What checkpoints of the model's own code call tensors otherwise, applied one after the other.
  var formerSpellings: [FormerSpelling] = []
  /// Further fields of which transformers' class takes 0.0 and refuses 0.
  var numbersWithPoints: [String] = []
  var positions = PositionScheme.counted
  /// Whether `type_vocab_size` may be 0: tokens have no types then.
  var mayLackTypes = false
  /// Whether LayerNorm stands before attention and feed-forward, not behind the residual sum.
  var normalizesFirst = false
  /// Whether the states that enter the first layer are normalized before its attention, where those of others are.
  var normalizesFirstInput = true
  /// Whether norms take the mean off; without it they are RMSNorm (Zhang and Sennrich, arXiv 1910.07467).
  var centersNorms = true
  /// Whether a token sees only itself and those before it.
  var isCausal = false
  var feedForward = FeedForwardForm.dense
  /// Whether the tensors of attention have extents of their own for heads and what is in a head.
  var splitsHeads = false
  /// Whether training leaves the padding token's row of the word embeddings alone (PyTorch's `padding_idx`).
  var keepsPaddingRow = true
  var dropouts = DropoutPlaces()
  /// Whether narrow embeddings are widened by a matrix even where they are as wide as the layers.
  var alwaysProjects = false
  /// Whether LayerNorm stands behind that matrix, not before it.
  var normalizesWidened = false
  var head: HeadTraits
  var tokenDropout = TokenDropout.classifier(otherwise: nil)
}

/// How an architecture knows where a token stands.
enum PositionScheme: Sendable, Equatable {
  /// Embeddings counted from 0.
  case counted
  /// Embeddings counted from behind the padding token's row, which padding tokens share and training leaves alone: the
  /// row is `pad_token_id`, or fixed.
  case afterPadding(row: Int?)
  /// No embeddings; attention has its own way. Without a limit sequences may be of any length, else of
  /// `max_position_embeddings` tokens.
  case byAttention(isLimited: Bool)
}

/// What a feed-forward layer computes between its products.
enum FeedForwardForm: Sendable, Equatable {
  /// The activation.
  case dense
  /// The activation of one half times the other; of the first half where the gate stands first.
  case gated(gateFirst: Bool)
}

/// Where dropout stands in the layers beside attention's probabilities and the sums.
struct DropoutPlaces: Sendable, Equatable {
  /// Whether what attention gives is dropped at the rate of its probabilities, not at that of the states.
  var attentionOutputAsProbabilities = false
  /// Between the products of a feed-forward layer.
  var feedForwardInner = false
  /// Behind them.
  var feedForwardOutput = true
  /// Of the states that the encoder gives.
  var lastStates = false
}

/// How logits come from the token states: pick one token, or take their mean; perhaps a dense layer with activation and
/// LayerNorm; then the classifier.
struct HeadTraits: Sendable, Equatable {
  enum Token: Sendable, Equatable {
    case first
    case last
    /// The last one that is not the padding token, else the first.
    case lastUnpadded
    /// None: the mean of all.
    case mean
    /// None: the mean of what the dense layer and its activation make of each, which is the mean of the tokens' logits.
    case late
  }

  var token = Token.first
  /// Of the dense layer; nil for none.
  var activation: Activation?
  /// Whether the configuration may let it take the mean of the tokens, in the place of a layer that takes it.
  var takesMean = false
  /// Whether dense layer, activation and LayerNorm stand before a classifier of tokens too.
  var servesTokens = false
  /// Whether dropout also stands before the dense layer.
  var dropsFirst = false
  /// Whether dropout stands before the classifier.
  var dropsLast = true
}

/// Dropout before a classifier of tokens.
enum TokenDropout: Sendable, Equatable {
  /// The field of a classifier of texts; where `config.json` lacks it the value given here, else that of the layers.
  case classifier(otherwise: Float?)
  /// That of the layers.
  case hidden
  case absent
}

/// A tensor's name in a checkpoint. `{layer}` stands for the number of a layer, `{group}` and `{inner}` for the places of
/// a shared one.
struct TensorName: Sendable, ExpressibleByStringLiteral {
  let pattern: String
  /// Whether `.weight` and `.bias` are appended.
  var hasSuffix = true
  var hasBias = true
  /// Whether the file holds inputs by outputs; we compute with outputs by inputs.
  var isTransposed = false

  init(_ pattern: String, hasSuffix: Bool = true, hasBias: Bool = true, isTransposed: Bool = false) {
    self.pattern = pattern
    self.hasSuffix = hasSuffix
    self.hasBias = hasBias
    self.isTransposed = isTransposed
  }

  init(stringLiteral pattern: String) { self.init(pattern) }

  /// A parameter whose name stands as it is, without a bias beside it.
  static func bare(_ pattern: String, isTransposed: Bool = false) -> TensorName {
    TensorName(pattern, hasSuffix: false, hasBias: false, isTransposed: isTransposed)
  }
}
