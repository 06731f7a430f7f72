import BertData

extension BaselineOptions {
  /// Makes the model of stored content.
  ///
  /// - Parameters:
  ///   - vectors: the words' vectors, for the methods that need them.
  ///   - sentences: what makes vectors of texts by a table, for the method that needs it.
  /// - Throws: what is wrong with the content.
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
