extension Tokenizer {
  /// The spellings of the added tokens that are special.
  var specialAddedTokens: [String] {
    let tokens: [AddedToken] =
      switch self {
      case let tokenizer as WordPieceTokenizer: tokenizer.model.added.tokens
      case let tokenizer as PipelineTokenizer: tokenizer.pipeline.added.tokens
      default: []
      }
    return tokens.filter(\.special).map(\.content)
  }
}
