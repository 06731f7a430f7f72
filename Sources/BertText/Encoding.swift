/// A text, or a pair of texts, as the input of a model: token ids and what belongs to each of them.
///
/// All arrays have one entry per token, except that `encodeIDs(_:pair:options:)` leaves `tokens`, `offsets` and
/// `specialTokensMask` empty.
public struct Encoding: Sendable, Equatable {
  /// Rows of the embedding matrix.
  public var ids: [Int32]
  /// The token types, as the template of special tokens sets them: in BERT's 0 for the first text and 1 for the second.
  public var typeIDs: [Int32]
  /// The vocabulary's spelling of each token; for an added token that strips white space, the matched text.
  public var tokens: [String]
  /// Unicode-scalar offsets into the original text of the token's own segment; `0..<0` for special tokens.
  public var offsets: [Range<Int>]
  /// Whether the template of special tokens added the token. A special token written out in the text counts as text.
  public var specialTokensMask: [Bool]
  /// The number of tokens before truncation, special ones included.
  public var untruncatedCount: Int
  /// Why the tokenizer cannot encode the text; all arrays are then empty. `nil` where it can.
  public var fault: EncodingFault?

  /// The encoding of a text that cannot be encoded.
  init(fault: EncodingFault) {
    self.init()
    self.fault = fault
  }

  /// An encoding from its parts.
  public init(
    ids: [Int32] = [], typeIDs: [Int32] = [], tokens: [String] = [], offsets: [Range<Int>] = [],
    specialTokensMask: [Bool] = [], untruncatedCount: Int = 0
  ) {
    self.ids = ids
    self.typeIDs = typeIDs
    self.tokens = tokens
    self.offsets = offsets
    self.specialTokensMask = specialTokensMask
    self.untruncatedCount = untruncatedCount
  }

  /// Whether truncation dropped tokens.
  public var isTruncated: Bool { untruncatedCount > ids.count }
}
