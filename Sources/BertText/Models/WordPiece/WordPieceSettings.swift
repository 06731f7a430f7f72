/// The settings of a WordPiece tokenizer, each of them checked by itself.
struct WordPieceSettings {
  /// Spellings as bytes, with their ids.
  var entries: [(spelling: [UInt8], id: Int)]
  var unknownToken = "[UNK]"
  var continuationPrefix = "##"
  /// The greatest number of scalars of a word.
  var longestWord = 100
  var normalizer = BertNormalizer()
  var addedTokens: [AddedToken] = []
  /// Whether a special token that is written in a text is split as ordinary text.
  var splitsSpecialTokens = false
  var postProcessor = PostProcessor(template: .plain)
  var padID: Int32 = 0
  /// The truncation and the padding that the files declare, if any.
  var declaredTruncation: EncodingOptions?
  var declaredPadding: PaddingOptions?
  /// What a user should know about the files, one line each.
  var warnings: [String] = []
}
