import BertFT

extension TrainingFlags {
  /// The options of a baseline. A given option is used where the baseline has it.
  ///
  /// - Parameters:
  ///   - training: The options of training, for the method and the class weights.
  ///   - fastText: The settings of `--method fasttext`.
  ///   - data: The rows, for the class weights.
  ///   - seed: The seed of the run.
  /// - Throws: `TuningError.option` for class weights that do not fit the labels, or `baselineOption`.
  func baselineOptions(
    _ training: TrainingOptions, fastText: FastTextFlags, data: TrainingData, seed: UInt64
  ) throws -> BaselineOptions {
    var options = BaselineOptions(training.method)
    options.seed = seed
    options.classWeights = try training.classWeights.weights(of: data)
    if options.method.takesVectors { options.vectors?.source = vectors.name }
    if let weighting { options.vectors?.weighting = weighting }
    if let epochs = passes.epochs { options.fastText?.epochs = epochs }
    if let learningRate = passes.learningRate { options.fastText?.learningRate = learningRate }
    if var settings = options.fastText {
      fastText.apply(to: &settings)
      options.fastText = settings
    }
    return options
  }
}
