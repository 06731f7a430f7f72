import BertData

extension BaselineOptions {
  /// Restores the model from its stored content.
  ///
  /// - Parameters:
  ///   - labels: In the order of the outputs.
  ///   - content: The tensors and vocabularies of the model.
  ///   - vectors: The word vectors, for methods that need them.
  ///   - sentences: The table of token vectors, for the method that needs it.
  /// - Throws: ``BaselineError`` where the options are invalid or the content does not fit them.
  package func classifier(
    labels: [String], content: BaselineContent, vectors: (any WordVectors)? = nil,
    sentences: (any SentenceVectors)? = nil
  ) throws(BaselineError) -> any BaselineClassifier {
    try validate()
    switch method {
    case .majority: return try MajorityClassifier(labels: labels, options: self, content: content)
    case .tfidf: return try TermClassifier(labels: labels, options: self, content: content)
    case .nbsvm: return try RatioClassifier(labels: labels, options: self, content: content)
    case .fasttext: return try FastTextClassifier(labels: labels, options: self, content: content)
    case .glove, .word2vec:
      return try VectorClassifier(labels: labels, options: self, content: content, vectors: vectors)
    case .static:
      return try SentenceClassifier(labels: labels, options: self, content: content, sentences: sentences)
    case .crf: throw .problem(usedProblem, method: method)
    case .auto, .features, .setfit, .prototypes, .knn, .finetune, .lora, .bitfit: throw .encoderNeeded(method: method)
    }
  }
}
