import ArgumentParser
import BertFT

/// How a classifier is trained. The library chooses the options that are not given, for the method at hand.
struct TrainingFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Train all weights (finetune), updates of low rank (lora), the biases (bitfit), or only a classifier on the frozen encoder (features), after the encoder learnt from pairs of the texts (setfit); take the label with the nearest mean (prototypes) or of the nearest texts (knn); auto tries some of them on the training rows and takes the best. Without an encoder: tfidf, nbsvm, fasttext, glove, word2vec; static, where --model is a table that bertft distill made; and crf, with --task tokens.",
      valueName: "method"))
  var method: TrainingMethod = .auto

  @OptionGroup var vectors: WordVectorSource

  @Option(
    name: .long,
    help: ArgumentHelp("For glove and word2vec: how the words of a text are weighted. (default: mean)", valueName: "w"))
  var weighting: VectorOptions.Weighting?

  @OptionGroup var lora: LoRAFlags

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For setfit: which pairs of texts come in an epoch: as many of one label as of two (oversampling, undersampling), each once (unique), or so many of each kind for a text. Its other defaults: 1 epoch, 16 pairs in a batch, 256 tokens, a rate of 2e-5, no weight decay. (default: oversampling, 20 of each kind for a text at the most)",
      valueName: "how"))
  var pairs: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For knn: how many of the nearest labelled texts vote. (default: chosen by leaving out each text)", valueName: "n"
    ))
  var neighbours: Int?

  @OptionGroup var passes: PassOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What happens to longer texts. (default: truncate; windows with --task tokens)", valueName: "policy"))
  var longText: LongTextPolicy?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Put this before each text, in training and whenever the bundle is asked, such as \"query: \" for encoders that were trained with it.",
      valueName: "text"))
  var prompt: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Each layer's learning rate is that of the layer above times this; 1 gives equal rates. (default: \(TrainingOptions().layerDecay))",
      valueName: "f"))
  var layerDecay: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long the learning rate rises: a share of the steps, such as 0.1, or a number of steps, such as 100. (default: 0.1)",
      valueName: "w"))
  var warmup: String?

  @Option(
    name: .long,
    help: ArgumentHelp("How the learning rate changes over the steps. (default: linear)", valueName: "shape"))
  var schedule: LearningRateSchedule.Shape?

  @Option(
    name: .long,
    help: ArgumentHelp("Decoupled weight decay. (default: \(TrainingOptions().weightDecay))", valueName: "f"))
  var weightDecay: Double?

  @Option(name: .long, help: ArgumentHelp("Dropout in all layers. (default: the encoder's own)", valueName: "p"))
  var dropout: Double?

  @Option(
    name: .long,
    help: ArgumentHelp("Do not train these weights: the n lowest layers, embeddings, or all.", valueName: "n"))
  var freeze: String?

  @Flag(name: .long, help: "Train only the top layer first, and one more with each epoch.")
  var gradualUnfreeze = false

  @Option(
    name: .long,
    help: ArgumentHelp("Start the n top layers and the pooler with new random weights. (default: 0)", valueName: "n"))
  var reinitTop: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Weights of the labels in the loss: balanced, or w1,w2,…; of several labels how much more each counts where it holds.",
      valueName: "weights"))
  var classWeights: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune, lora and bitfit: the share of each target that is spread equally over all labels, such as 0.1. (default: 0)",
      valueName: "f"))
  var labelSmoothing: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "For finetune, lora and bitfit: the focal loss with this gamma, such as 2, which learns less from rows that are already predicted well.",
      valueName: "f"))
  var focalGamma: Double?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Calibrate the scores on the validation rows. (default: where there are \(TrainingOptions.calibratingRows) of them)"
    ))
  var calibrate: Bool?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Give no label below the score above which this share of the labels is right on the validation rows.",
      valueName: "share"))
  var abstainPrecision: Double?

  @Flag(
    name: .long,
    help:
      "Let the bundle tell of each text how unlike it is to those learnt from: the share of the validation texts that are less so."
  )
  var novelty = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Stop after n epochs without a better validation metric; of setfit without a lower log loss of its head, cross-validated on the training rows.",
      valueName: "n"))
  var earlyStopping: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The validation metric that chooses the best epoch. (default: accuracy; micro-f1 of several labels, mse of a number, task-mean of several questions, f1 of entities)",
      valueName: "metric"))
  var metric: Metric?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With several questions: what each counts in the loss, such as topic=2,stars=1. (default: rows^0.75)",
      valueName: "list"))
  var taskWeights: String?

  @Flag(
    name: .long, help: "Compute activations again in the backward pass instead of keeping them: less memory, more time."
  )
  var recompute = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Compute batches in parts so that memory stays below this, such as 800MB or 2GB.", valueName: "bytes"))
  var maxMemory: ByteCount?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How the optimizer holds its running means of gradients and of their squares: fp32, or bf16 in half the memory, at nearly the same loss. (default: fp32)",
      valueName: "format"))
  var moments: MomentFormat?

  /// The library's options for labels of tokens.
  ///
  /// - Throws: What ``options(usualMetric:seed:)`` throws.
  func tokenOptions(seed: UInt64) throws -> TrainingOptions {
    let usual = TrainingOptions.ofTokens
    var options = try options(usualMetric: usual.metric, seed: seed)
    options.longText = longText ?? usual.longText
    return options
  }

  /// The library's options for the method of `--method`.
  ///
  /// - Parameters:
  ///   - usualMetric: The metric that chooses the best epoch where `--metric` is not given.
  ///   - seed: The seed of the run.
  /// - Throws: What ``options(usualMetric:seed:method:)`` throws.
  func options(usualMetric: Metric, seed: UInt64) throws -> TrainingOptions {
    try options(usualMetric: usualMetric, seed: seed, method: method)
  }

  /// The library's options for a method.
  ///
  /// - Parameters:
  ///   - usualMetric: The metric that chooses the best epoch where `--metric` is not given.
  ///   - seed: The seed of the run.
  ///   - method: The method.
  /// - Throws: `TuningError.option` for a value that cannot be parsed; ranges are checked by the trainer, which knows
  ///   the encoder.
  func options(usualMetric: Metric, seed: UInt64, method: TrainingMethod) throws -> TrainingOptions {
    var options = method == .setfit ? TrainingOptions.ofPairs : TrainingOptions()
    options.method = method
    passes.apply(to: &options)
    if let longText { options.longText = longText }
    options.prompt = prompt.flatMap { $0.isEmpty ? nil : $0 }
    if let layerDecay { options.layerDecay = layerDecay }
    if let warmup { options.warmUp = try LearningRateSchedule.WarmUp(parsing: warmup) }
    if let schedule { options.schedule = schedule }
    if let weightDecay { options.weightDecay = weightDecay }
    options.dropout = dropout
    if let freeze { options.freeze = try FreezePolicy(parsing: freeze) }
    options.gradualUnfreeze = gradualUnfreeze
    if let reinitTop { options.reinitializeTop = reinitTop }
    if let classWeights { options.classWeights = try ClassWeighting(parsing: classWeights) }
    options.labelSmoothing = labelSmoothing
    options.focalGamma = focalGamma
    options.calibrates = calibrate
    options.abstainPrecision = abstainPrecision
    options.novelty = novelty ? true : nil
    options.earlyStopping = earlyStopping
    options.metric = metric ?? usualMetric
    options.taskWeights = try taskWeights.map(Self.weights)
    options.recompute = recompute
    options.maxMemory = maxMemory?.bytes
    options.moments = moments
    options.lora = try lora.options
    options.pairs = try pairs.map(PairSampling.init(parsing:))
    options.neighbours = neighbours
    options.seed = seed
    return options
  }

  /// The value of `--task-weights`: a weight for each question.
  ///
  /// - Throws: `TuningError.option` for another form, and for a name given twice.
  private static func weights(_ list: String) throws -> [String: Double] {
    var weights: [String: Double] = [:]
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false)
      guard sides.count == 2, let weight = Double(sides[1]),
        weights.updateValue(weight, forKey: String(sides[0])) == nil
      else {
        throw TuningError.option(
          name: "task-weights", value: list, rule: "must be names with a number each, such as topic=2,stars=1")
      }
    }
    return weights
  }
}
