/// Text to ids and back.
public protocol Tokenizer: Sendable {
  /// The largest id + 1, added tokens included: the least number of rows an embedding matrix needs.
  var vocabularySize: Int { get }
  /// The id of the padding token.
  var padID: Int32 { get }

  /// Ids, type ids, tokens, offsets and the mask of special tokens of a text or a pair of texts.
  func encode(_ text: String, pair: String?, options: EncodingOptions) -> Encoding

  /// Ids and type ids only: the fast path for training and prediction.
  func encodeIDs(_ text: String, pair: String?, options: EncodingOptions) -> Encoding

  /// Ids and type ids of a text that is cut into tokens already: its own ids, without special ones, are cut to length and
  /// the special ones put around them. They must be the vocabulary's.
  func encodeIDs(of ids: [Int32], options: EncodingOptions) -> Encoding

  /// What truncation leaves, as `encode` gives it, then what it cut off, in windows that overlap by
  /// `EncodingOptions.stride` tokens: Hugging Face's `return_overflowing_tokens`.
  func encodeWindows(_ text: String, pair: String?, options: EncodingOptions) -> [Encoding]

  /// How the tokenizer's files ask texts to be cut. Reported only: the options that a caller gives decide.
  var declaredTruncation: EncodingOptions? { get }

  /// How the tokenizer's files ask batches to be padded. Reported only, as `declaredTruncation`.
  var declaredPadding: PaddingOptions? { get }

  /// What a person should know about the tokenizer's files, one line each: what they hold twice or in an odd place, and
  /// what was made of it.
  var warnings: [String] { get }

  /// The spelling of an id, or `nil` where the vocabulary has a hole or ends before it.
  func token(for id: Int32) -> String?
}

extension Tokenizer {
  /// Nothing is asked for, unless a tokenizer's files can say so.
  public var declaredTruncation: EncodingOptions? { nil }

  /// Nothing is asked for, unless a tokenizer's files can say so.
  public var declaredPadding: PaddingOptions? { nil }

  /// Nothing, unless a tokenizer's files can be odd.
  public var warnings: [String] { [] }

  /// Encodes one text with default options unless others are given.
  public func encode(_ text: String, options: EncodingOptions = EncodingOptions()) -> Encoding {
    encode(text, pair: nil, options: options)
  }

  /// The ids of one text with default options unless others are given.
  public func encodeIDs(_ text: String, options: EncodingOptions = EncodingOptions()) -> Encoding {
    encodeIDs(text, pair: nil, options: options)
  }
}
