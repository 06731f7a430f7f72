import BertFT

extension TrainingFlags {
  /// The vectors asked for, or those of the catalogue.
  var vectorsName: String { vectors ?? VectorCatalogue.entries[0].name }

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
    if options.method == .glove { options.vectors?.source = vectorsName }
    if let weighting { options.vectors?.weighting = weighting }
    if let epochs { options.fastText?.epochs = epochs }
    if let learningRate { options.fastText?.learningRate = learningRate }
    return options
  }
}
