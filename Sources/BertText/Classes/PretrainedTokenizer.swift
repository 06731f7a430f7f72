/// What a directory's files make of its tokenizer, and why.
public struct PretrainedTokenizer: Sendable {
  /// One thing that was decided.
  public struct Decision: Sendable, Equatable {
    /// What was to be decided: `lower case`.
    public let subject: String
    /// What was: `yes`.
    public let value: String
    /// Which file or class says so.
    public let reason: String
  }

  /// The tokenizer.
  public let tokenizer: any Tokenizer
  /// The name of the class in transformers, without `Fast`; `TokenizersBackend` where `tokenizer.json` is taken as it is.
  public let className: String
  /// The end that texts lose tokens at.
  public let truncationSide: EncodingOptions.Side
  /// The end that padding is put at.
  public let paddingSide: EncodingOptions.Side
  /// The most tokens a text should have, special ones included (`model_max_length`), or `nil` where nothing is said.
  public let maximumLength: Int?
  /// Whether texts of a pair are told apart by types. Where not, all types of the tokenizer's encodings are 0.
  public let givesTokenTypes: Bool
  /// The spelling of the token that stands for one to be predicted; nil where no file and no class names one.
  package let maskToken: String?
  /// The spellings of the tokens that are no part of a language: those of the roles, and added tokens that are special.
  package let specialTokens: Set<String>
  /// What was decided, in the order in which a person reads it.
  public let decisions: [Decision]
  /// What a person should know, one line each.
  public let warnings: [String]
}
