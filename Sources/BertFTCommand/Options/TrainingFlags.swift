import ArgumentParser
import BertFT

/// How a classifier is trained. What is not given is chosen by the library for the method at hand.
struct TrainingFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "All weights (finetune), a head on the frozen encoder (features), or by the number of rows (auto); without an encoder tfidf, nbsvm, fasttext, glove or word2vec.",
      valueName: "method"))
  var method: TrainingMethod = .auto

  @OptionGroup var vectors: WordVectorSource

  @Option(
    name: .long,
    help: ArgumentHelp("For glove and word2vec: what each word of a text counts. (default: mean)", valueName: "w"))
  var weighting: VectorOptions.Weighting?

  @OptionGroup var passes: PassOptions

  @Option(
    name: .long,
    help: ArgumentHelp("What becomes of longer texts.", valueName: "policy"))
  var longText: LongTextPolicy = .truncate

  @Option(
    name: .long,
    help: ArgumentHelp("Each layer's rate is that of the layer above times this; 1 for equal rates.", valueName: "f"))
  var layerDecay = TrainingOptions().layerDecay

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long the rate rises: a share of the steps, as 0.1, or a number of steps, as 100.", valueName: "w"))
  var warmup = "0.1"

  @Option(
    name: .long, help: ArgumentHelp("The learning rate's course.", valueName: "course"))
  var schedule: LearningRateSchedule.Shape = .linear

  @Option(name: .long, help: ArgumentHelp("Decoupled weight decay.", valueName: "f"))
  var weightDecay = TrainingOptions().weightDecay

  @Option(name: .long, help: ArgumentHelp("Dropout everywhere. (default: the encoder's own)", valueName: "p"))
  var dropout: Double?

  @Option(
    name: .long,
    help: ArgumentHelp("Leave weights as they are: of the n lowest layers, embeddings, or all.", valueName: "n"))
  var freeze: String?

  @Flag(name: .long, help: "Begin with the top layer and add one with each epoch.")
  var gradualUnfreeze = false

  @Option(name: .long, help: ArgumentHelp("Draw the n top layers and the pooler anew first.", valueName: "n"))
  var reinitTop = 0

  @Option(
    name: .long,
    help: ArgumentHelp("Weights of the labels in the loss: balanced, or w1,w2,…", valueName: "weights"))
  var classWeights: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune: the share of each target that all labels have equally, as 0.1. (default: 0)", valueName: "f"))
  var labelSmoothing: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune: the focal loss with this gamma, such as 2, learns less from rows that are sure already.",
      valueName: "f"))
  var focalGamma: Double?

  @Option(
    name: .long,
    help: ArgumentHelp("Stop after so many epochs without a better validation metric.", valueName: "n"))
  var earlyStopping: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What chooses the best epoch.", valueName: "metric"))
  var metric: Metric = .accuracy

  @Flag(name: .long, help: "Compute activations again in backward instead of keeping them: less memory, more time.")
  var recompute = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Compute batches in parts so that memory stays below this, as 800MB or 2GB.", valueName: "bytes"))
  var maxMemory: ByteCount?

  /// The library's options.
  ///
  /// - Throws: `TuningError.option` for a text that is none of the forms its option takes; ranges are checked by the
  ///   trainer, which knows the encoder.
  func options(seed: UInt64) throws -> TrainingOptions {
    var options = TrainingOptions()
    options.method = method
    passes.apply(to: &options)
    options.longText = longText
    options.layerDecay = layerDecay
    options.warmUp = try warmUp()
    options.schedule = schedule
    options.weightDecay = weightDecay
    options.dropout = dropout
    if let freeze { options.freeze = try FreezePolicy(parsing: freeze) }
    options.gradualUnfreeze = gradualUnfreeze
    options.reinitializeTop = reinitTop
    if let classWeights { options.classWeights = try ClassWeighting(parsing: classWeights) }
    options.labelSmoothing = labelSmoothing
    options.focalGamma = focalGamma
    options.earlyStopping = earlyStopping
    options.metric = metric
    options.recompute = recompute
    options.maxMemory = maxMemory?.bytes
    options.seed = seed
    return options
  }

  private func warmUp() throws -> LearningRateSchedule.WarmUp {
    if let steps = Int(warmup) { return .steps(steps) }
    if let share = Double(warmup) { return .fraction(share) }
    throw TuningError.option(name: "warmup", value: warmup, rule: "must be a share from 0 to 1, or a number of steps")
  }
}
