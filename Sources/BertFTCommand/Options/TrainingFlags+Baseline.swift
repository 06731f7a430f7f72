import BertFT

extension TrainingFlags {
  /// The options of a simple model: what is given counts where the model knows it.
  ///
  /// - Throws: `TuningError.option` for class weights that the method cannot use, or `baselineOption`.
  func baselineOptions(_ training: TrainingOptions, counts: [Int], seed: UInt64) throws -> BaselineOptions {
    var options = BaselineOptions(training.method.baseline ?? .tfidf)
    options.seed = seed
    options.classWeights = try training.classWeights.weights(counts: counts)
    if options.classWeights != nil, [.nbsvm, .fasttext].contains(options.method) {
      throw TuningError.option(
        name: "class-weights", value: classWeights ?? "", rule: "is not for --method \(method.rawValue)")
    }
    if let epochs { options.fastText?.epochs = epochs }
    if let learningRate { options.fastText?.learningRate = learningRate }
    return options
  }
}
