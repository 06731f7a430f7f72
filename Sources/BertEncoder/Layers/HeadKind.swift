/// The kind of a head: what the rows of its logits belong to.
package enum HeadKind: Sendable, Equatable {
  /// A row for each sequence: transformers' classes `…ForSequenceClassification`.
  case sequence
  /// A row for each token: `…ForTokenClassification`.
  case token
  /// A row for each sequence, with the outputs of several questions side by side. transformers has no such class.
  case questions([QuestionOutputs])
  /// A row for each token, the words of the vocabulary as classes: `…ForMaskedLM`.
  case maskedTokens

  /// A head whose weights are all zeros.
  ///
  /// - Parameter encoder: The encoder below it, whose word embeddings a head for masked tokens uses.
  func head(_ configuration: EncoderConfiguration, on encoder: TransformerEncoder, classes: Int) -> any Head {
    switch self {
    case .sequence: ClassificationHead(configuration, classes: classes)
    case .token: TokenClassificationHead(configuration, classes: classes)
    case .questions(let questions): QuestionHeads(configuration, questions)
    case .maskedTokens: MaskedLanguageHead(configuration, words: encoder.embeddings.word)
    }
  }
}
