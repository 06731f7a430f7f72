/// One text's tokens before truncation and special tokens.
struct SegmentTokens {
  var ids: [Int32]
  /// One a token, or empty where offsets are not wanted.
  var offsets: [Range<Int>]
  /// The spelling of the token at an index; asked only for tokens that remain.
  var spelling: (Int) -> String
}

extension SegmentTokens {
  /// Tokens of which only the ids are wanted.
  init(ids: [Int32]) { self.init(ids: ids, offsets: []) { _ in "" } }
}
