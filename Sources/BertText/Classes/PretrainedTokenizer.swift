/// The tokenizer of a directory, and the decisions that led to it.
public struct PretrainedTokenizer: Sendable {
  /// A decision about the tokenizer.
  public struct Decision: Sendable, Equatable {
    /// What is decided, such as `lower case`.
    public let subject: String
    /// The decision, such as `yes`.
    public let value: String
    /// The file or class that it follows.
    public let reason: String
  }

  /// The tokenizer.
  public let tokenizer: any Tokenizer
  /// The name of the class in transformers, without `Fast`; `TokenizersBackend` where `tokenizer.json` is taken as it
  /// is.
  public let className: String
  /// The end at which texts are truncated.
  public let truncationSide: EncodingOptions.Side
  /// The end at which padding is added.
  public let paddingSide: EncodingOptions.Side
  /// The greatest number of tokens of a text, special ones included (`model_max_length`), or `nil` where no file sets
  /// it.
  public let maximumLength: Int?
  /// Whether the model gets token types, which distinguish the texts of a pair. If not, all types of encodings are 0.
  public let givesTokenTypes: Bool
  /// The spelling of the mask token; nil where no file and no class names one.
  package let maskToken: String?
  /// The spellings of the special tokens: those of the roles, and added tokens that are special.
  package let specialTokens: Set<String>
  /// The decisions, in the order for display.
  public let decisions: [Decision]
  /// What a user should know, one line each.
  public let warnings: [String]
}
