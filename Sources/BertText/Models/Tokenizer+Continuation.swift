extension Tokenizer {
  /// The prefix of tokens that continue a word, such as `##`; nil where there is none.
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
