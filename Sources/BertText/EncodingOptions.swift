/// How a text becomes an encoding.
public struct EncodingOptions: Sendable, Equatable {
  /// Which text of a pair loses tokens.
  public enum TruncationStrategy: String, Sendable {
    /// The longer one, as long as that suffices; then both to the same length.
    case longestFirst = "LongestFirst"
    /// The first one.
    case onlyFirst = "OnlyFirst"
    /// The second one; where there is none, the first.
    case onlySecond = "OnlySecond"
  }

  /// An end of a text.
  public enum Side: String, Sendable {
    /// Its beginning.
    case left = "Left"
    /// Its end.
    case right = "Right"
  }

  /// The most tokens an encoding may have, special ones included; `nil` for no limit.
  ///
  /// Where what the strategy may cut does not suffice, the other text is cut too, and last the special tokens. (The
  /// reference throws there, or wraps around below zero and does not truncate at all; a promise about the greatest
  /// length is better kept.) A template that has a text twice makes more tokens, and so do post-processors in a sequence that
  /// put more special tokens than they count, as in the reference.
  public var maxLength: Int?
  /// Whether the template's special tokens, such as `[CLS]` and `[SEP]`, are put around the text.
  public var addSpecialTokens: Bool
  /// Which text of a pair loses tokens.
  public var strategy: TruncationStrategy
  /// The end that tokens are cut from.
  public var truncationSide: Side
  /// How many tokens the windows of `encodeWindows` share with their neighbours; at most one less than a window holds.
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
