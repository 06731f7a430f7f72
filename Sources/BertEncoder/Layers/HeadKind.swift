/// What a classifier's rows of logits belong to.
package enum HeadKind: Sendable, Equatable {
  /// A row for each sequence: transformers' classes `…ForSequenceClassification`.
  case sequence
  /// A row for each token: `…ForTokenClassification`.
  case token
  /// A row for each sequence, with the outputs of several questions side by side: a class of our own.
  case questions([QuestionOutputs])
  /// A row for each token, the words of the vocabulary as classes: `…ForMaskedLM`.
  case maskedTokens

  /// A head with fresh memory, all zeros.
  ///
  /// - Parameter encoder: What it is to stand on.
  func head(_ configuration: EncoderConfiguration, on encoder: TransformerEncoder, classes: Int) -> any Head {
    switch self {
    case .sequence: ClassificationHead(configuration, classes: classes)
    case .token: TokenClassificationHead(configuration, classes: classes)
    case .questions(let questions): QuestionHeads(configuration, questions)
    case .maskedTokens: MaskedLanguageHead(configuration, words: encoder.embeddings.word)
    }
  }
}
