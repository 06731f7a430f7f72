/// One text's tokens, before truncation and special tokens.
struct SegmentTokens {
  var ids: [Int32]
  /// One per token, or empty where offsets are not wanted.
  var offsets: [Range<Int>]
  /// Why the text could not be tokenized; `nil` where it could.
  var fault: EncodingFault?
  /// The spelling of the token at an index; called only for tokens that truncation keeps.
  var spelling: (Int) -> String
}

extension SegmentTokens {
  /// Tokens without offsets and spellings.
  init(ids: [Int32]) { self.init(ids: ids, offsets: []) { _ in "" } }
}
