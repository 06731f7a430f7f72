/// Converts texts to token ids, and ids to the spellings of tokens.
public protocol Tokenizer: Sendable {
  /// The largest id + 1, added tokens included: the least number of rows an embedding matrix needs.
  var vocabularySize: Int { get }
  /// The id of the padding token.
  var padID: Int32 { get }

  /// Ids, type ids, tokens, offsets and the mask of special tokens of a text or a pair of texts.
  func encode(_ text: String, pair: String?, options: EncodingOptions) -> Encoding

  /// Ids and type ids only: the fast path for training and prediction.
  func encodeIDs(_ text: String, pair: String?, options: EncodingOptions) -> Encoding

  /// Ids and type ids of a text that is already tokenized: its ids are truncated and special tokens are added around
  /// them.
  /// - Parameters:
  ///   - ids: the ids of the text without special tokens; all must be ids of the vocabulary.
  ///   - options: the limit, and whether special tokens are added.
  func encodeIDs(of ids: [Int32], options: EncodingOptions) -> Encoding

  /// The truncated encoding, as `encode` gives it, then the tokens that truncation dropped, in windows that overlap by
  /// `EncodingOptions.stride` tokens: Hugging Face's `return_overflowing_tokens`.
  func encodeWindows(_ text: String, pair: String?, options: EncodingOptions) -> [Encoding]

  /// The truncation that the tokenizer's files declare. It is not applied: the options that a caller gives decide.
  var declaredTruncation: EncodingOptions? { get }

  /// The padding that the tokenizer's files declare. It is not applied either.
  var declaredPadding: PaddingOptions? { get }

  /// What a user should know about the tokenizer's files, one line each: duplicates and oddities, and how they were
  /// resolved.
  var warnings: [String] { get }

  /// The spelling of an id, or `nil` where the vocabulary has no entry for it.
  func token(for id: Int32) -> String?
}

extension Tokenizer {
  /// `nil`, for tokenizers whose files cannot declare it.
  public var declaredTruncation: EncodingOptions? { nil }

  /// `nil`, for tokenizers whose files cannot declare it.
  public var declaredPadding: PaddingOptions? { nil }

  /// Empty, for tokenizers whose files leave nothing to warn about.
  public var warnings: [String] { [] }

  /// Encodes one text, by default without a limit and with special tokens.
  public func encode(_ text: String, options: EncodingOptions = EncodingOptions()) -> Encoding {
    encode(text, pair: nil, options: options)
  }

  /// The ids and type ids of one text, by default without a limit and with special tokens.
  public func encodeIDs(_ text: String, options: EncodingOptions = EncodingOptions()) -> Encoding {
    encodeIDs(text, pair: nil, options: options)
  }
}
