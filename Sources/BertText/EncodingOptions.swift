/// How a text becomes an encoding.
public struct EncodingOptions: Sendable, Equatable {
  /// The most tokens an encoding may have, special ones included; `nil` for no limit. Pairs lose tokens from the
  /// longer text first, as the `tokenizers` crate's `LongestFirst` does.
  ///
  /// Where it is smaller than the number of special tokens, the text is cut to nothing and then the special tokens
  /// are cut too. (The reference wraps around below zero there and does not truncate at all; a promise about the
  /// greatest length is better kept.)
  public var maxLength: Int?
  /// Whether the template's special tokens, such as `[CLS]` and `[SEP]`, are put around the text.
  public var addSpecialTokens: Bool

  /// Options from their parts.
  public init(maxLength: Int? = nil, addSpecialTokens: Bool = true) {
    self.maxLength = maxLength
    self.addSpecialTokens = addSpecialTokens
  }
}
