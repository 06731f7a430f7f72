/// One text's tokens before truncation and special tokens.
struct SegmentTokens {
  var ids: [Int32]
  /// One a token, or empty where offsets are not wanted.
  var offsets: [Range<Int>]
  /// Why the text has no tokens, where it cannot be cut.
  var fault: EncodingFault?
  /// The spelling of the token at an index; asked only for tokens that remain.
  var spelling: (Int) -> String
}

extension SegmentTokens {
  /// Tokens of which only the ids are wanted.
  init(ids: [Int32]) { self.init(ids: ids, offsets: []) { _ in "" } }
}
