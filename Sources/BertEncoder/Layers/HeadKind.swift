/// What a classifier's rows of logits belong to.
package enum HeadKind: Sendable, Equatable {
  /// A row for each sequence: transformers' classes `…ForSequenceClassification`.
  case sequence
  /// A row for each token: `…ForTokenClassification`.
  case token

  /// A head with fresh memory, all zeros.
  func head(_ configuration: EncoderConfiguration, classes: Int) -> any Head {
    switch self {
    case .sequence: ClassificationHead(configuration, classes: classes)
    case .token: TokenClassificationHead(configuration, classes: classes)
    }
  }
}
