extension Tokenizer {
  /// What marks a token as going on with the word before it, such as `##`; nil where nothing does.
  package var continuationPrefix: String? {
    let prefix: String? =
      switch self {
      case let tokenizer as WordPieceTokenizer: tokenizer.model.continuationPrefix
      case let tokenizer as PipelineTokenizer:
        switch tokenizer.pipeline.model {
        case let model as WordPieceSubwords: model.continuationPrefix
        case let model as BytePairModel: String(decoding: model.settings.continuationPrefix, as: UTF8.self)
        default: nil
        }
      default: nil
      }
    return prefix.flatMap { $0.isEmpty ? nil : $0 }
  }
}
