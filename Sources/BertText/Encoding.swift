/// A text, or a pair of texts, as a model takes it: ids and what belongs to each of them.
///
/// All arrays have one entry a token, except that `encodeIDs(_:pair:options:)` leaves `tokens`, `offsets` and
/// `specialTokensMask` empty.
public struct Encoding: Sendable, Equatable {
  /// Rows of the embedding matrix.
  public var ids: [Int32]
  /// 0 for the first text and 1 for the second, as the template of special tokens says.
  public var typeIDs: [Int32]
  /// The vocabulary's spelling of each token; for an added token that swallows white space, the matched text.
  public var tokens: [String]
  /// Unicode-scalar offsets into the original text of the token's own segment; `0..<0` for special tokens.
  public var offsets: [Range<Int>]
  /// Whether the template put the token there. A special token written out in the text itself counts as text.
  public var specialTokensMask: [Bool]
  /// How many tokens, special ones included, there were before truncation.
  public var untruncatedCount: Int
  /// Why there are no tokens, where the tokenizer cannot encode the text: all arrays are empty then. `nil` otherwise.
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

  /// Whether tokens were cut off.
  public var isTruncated: Bool { untruncatedCount > ids.count }
}
