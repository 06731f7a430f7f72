/// How a text becomes an encoding.
public struct EncodingOptions: Sendable, Equatable {
  /// Which text of a pair loses tokens.
  public enum TruncationStrategy: String, Sendable {
    /// Only the longer one while that is enough; otherwise both, to the same length.
    case longestFirst = "LongestFirst"
    /// The first one.
    case onlyFirst = "OnlyFirst"
    /// The second one; for a single text, that text.
    case onlySecond = "OnlySecond"
  }

  /// An end of a text.
  public enum Side: String, Sendable {
    /// Its beginning.
    case left = "Left"
    /// Its end.
    case right = "Right"
  }

  /// The greatest number of tokens of an encoding, special ones included; `nil` for no limit.
  ///
  /// Where shortening the strategy's text is not enough, the other text is cut too, and at last the special tokens.
  /// (The reference throws in this case, or its subtraction wraps around and it does not truncate at all; here the
  /// limit holds.) The limit is exceeded, as in the reference, by a template that contains a text twice and by
  /// post-processors in a sequence that add more special tokens than they count.
  public var maxLength: Int?
  /// Whether the template's special tokens, such as `[CLS]` and `[SEP]`, are added around the text.
  public var addSpecialTokens: Bool
  /// Which text of a pair loses tokens.
  public var strategy: TruncationStrategy
  /// The end that tokens are cut from.
  public var truncationSide: Side
  /// The number of tokens that neighbouring windows of `encodeWindows` share; at most one less than a window holds.
  public var stride: Int

  /// Options from their parts.
  public init(
    maxLength: Int? = nil, addSpecialTokens: Bool = true, strategy: TruncationStrategy = .longestFirst,
    truncationSide: Side = .right, stride: Int = 0
  ) {
    self.maxLength = maxLength
    self.addSpecialTokens = addSpecialTokens
    self.strategy = strategy
    self.truncationSide = truncationSide
    self.stride = stride
  }
}
