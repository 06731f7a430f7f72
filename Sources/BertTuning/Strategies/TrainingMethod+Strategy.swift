import BertData

extension TrainingMethod {
  /// What the method does with an encoder.
  ///
  /// - Parameter hidden: width of the encoder.
  /// - Throws: `option` for a method that takes none, and for `auto`, which has to be decided first.
  func strategy(_ options: TrainingOptions, hidden: Int) throws(TuningError) -> any Strategy {
    switch self {
    case .finetune: return FineTuning(options, hidden: hidden)
    case .features: return FrozenFeatures()
    case .auto, .majority, .tfidf, .nbsvm, .glove, .word2vec, .fasttext:
      throw .option(name: "method", value: rawValue, rule: "takes no encoder; it is a BaselineSession's")
    }
  }
}
