/// What a tokenizer's files say, checked as far as each part can be checked by itself.
struct WordPieceSettings {
  /// Spellings as bytes, with their ids.
  var entries: [(spelling: [UInt8], id: Int)]
  var unknownToken = "[UNK]"
  var continuationPrefix = "##"
  /// The most scalars a word may have.
  var longestWord = 100
  var normalizer = BertNormalizer()
  var addedTokens: [AddedToken] = []
  /// Whether a special token in a text is text.
  var splitsSpecialTokens = false
  var postProcessor = PostProcessor(template: .plain)
  var padID: Int32 = 0
  /// How the files ask texts to be cut and padded, if they do.
  var declaredTruncation: EncodingOptions?
  var declaredPadding: PaddingOptions?
  /// What a person should know about the files, one line each.
  var warnings: [String] = []
}
