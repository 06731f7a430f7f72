public import BertData
public import BertEncoder
public import BertInference

/// All that a person can decide about a run. Checked once, by ``validate(hasValidation:)`` and
/// ``validate(layers:positions:)``; after that every part trusts it.
public struct TrainingOptions: Sendable, Codable, Equatable {
  /// How the encoder's knowledge is used.
  public var method = TrainingMethod.auto
  /// Passes over the training rows.
  public var epochs = 3
  /// Texts in an optimizer step.
  public var batchSize = 32
  /// Tokens of a text at the most, special tokens included.
  public var maxLength = 128
  /// The peak rate; nil takes ``usualLearningRate(hidden:)``.
  public var learningRate: Double?
  /// Factor of the rate from one layer to the one below it. 1, no decay, so that a plain run is the plain recipe that
  /// others publish; 0.95 is a good start for large encoders, 0.8 with four times the rate is ELECTRA's choice.
  public var layerDecay = 1.0
  /// Course of the rate.
  public var schedule = LearningRateSchedule.Shape.linear
  /// Rise of the rate (for the slanted schedule its cut).
  public var warmUp = LearningRateSchedule.WarmUp.fraction(0.1)
  /// Decoupled weight decay of AdamW; never on biases and LayerNorm.
  public var weightDecay = 0.01
  /// Largest norm of the gradient of a step.
  public var clipNorm = 1.0
  /// Dropout in the encoder and before the classifier; nil takes what the model's configuration says.
  public var dropout: Double?
  /// What keeps the weights it came with.
  public var freeze = FreezePolicy.nothing
  /// Begins with the top layer and the head and adds one layer with each epoch (ULMFiT).
  public var gradualUnfreeze = false
  /// Layers at the top that begin with fresh weights, and with any the pooler (Zhang et al. 2021).
  public var reinitializeTop = 0
  /// What a row of each class counts in the loss.
  public var classWeights = ClassWeighting.uniform
  /// The share of each target that fine-tuning gives to all classes equally, 0 ..< 1; nil gives none.
  public var labelSmoothing: Double?
  /// How much less fine-tuning learns from rows that are sure already, the γ of the focal loss; nil takes cross-entropy.
  public var focalGamma: Double?
  /// Whether the scores are calibrated on the validation rows; nil does so where there are
  /// ``calibratingRows`` of them.
  public var calibrates: Bool?
  /// The precision that the labels should have which are given at all: chooses the score below which none is.
  public var abstainPrecision: Double?
  /// Whether the bundle tells of each text how unlike it is to those learnt from; nil is no.
  public var novelty: Bool?
  /// Epochs without a better ``metric`` after which the run ends, of the method `setfit` without a lower log loss of the
  /// head, cross-validated on the training rows; nil runs to the end.
  public var earlyStopping: Int?
  /// The figure on the validation rows that decides which epoch is kept.
  public var metric = Metric.accuracy
  /// What happens to texts over ``maxLength``.
  public var longText = LongTextPolicy.truncate
  /// What is put before each text, of a pair before the first, such as `query: ` for encoders that were trained with it;
  /// nil for nothing. The bundle keeps it and puts it before the texts that it is asked about.
  public var prompt: String?
  /// Whether backward computes the layers' activations again instead of keeping them: less memory, about a third more
  /// time, the same bytes.
  public var recompute = false
  /// Bytes of memory that a run should stay within; batches are computed in parts where they would need more, which
  /// changes the sums by rounding alone. nil: as much as it takes.
  public var maxMemory: Int?
  /// How AdamW holds its running means; nil is single precision.
  public var moments: MomentFormat? {
    didSet { if moments == .fp32 { moments = nil } }
  }
  /// What each of several questions counts in the loss, by its name; nil lets each count by its rows to the power
  /// 0.75.
  public var taskWeights: [String: Double]?
  /// What the method `lora` adds to the encoder; nil takes ``LoRAOptions/init(rank:alpha:targets:)``.
  public var lora: LoRAOptions?
  /// Which pairs the method `setfit` learns from; nil oversamples, and takes 20 pairs of each kind for a text at the most, so
  /// that the steps grow with the texts and not with their square.
  public var pairs: PairSampling?
  /// How the head of the method `setfit` is learnt together with its encoder; nil learns a logistic regression behind it.
  public var jointHead: JointHeadOptions?
  /// How many labelled texts vote with the method `knn`; nil chooses by leaving out each of them.
  public var neighbours: Int?
  /// The layer of the encoder whose states the method `features` takes; nil takes the last.
  public var layer: FeatureLayer?
  /// What the method `features` lets texts without labels, which the data then hold, teach of the features; nil for nothing, so
  /// that the head learns from such texts itself.
  public var selfTaught: SelfTaught?
  /// What of the nearest labelled text the methods `features` and `setfit` append to a text before the classifier sees it; nil
  /// for nothing.
  public var appendNearest: NearestForm?
  /// How the methods `features` and `setfit` serve another domain, of which the data then hold texts; nil for one domain.
  public var adaptation: Adaptation?
  /// How the method `finetune` serves another domain, of which the data then hold texts; nil for one domain.
  public var deepAdaptations: [DeepAdaptation]?
  /// What ``deepAdaptations`` count beside the task; nil is 1.
  public var adaptationWeight: Double?
  /// Passes over the texts of the other domain by masked tokens alone, before ``DeepAdaptation/mlm`` learns the task; nil takes
  /// ``usualTargetEpochs``, and none for an encoder that learnt from masked tokens already.
  public var targetEpochs: Int?
  /// What the labels mean, from which the methods `features` and `setfit` learn where cross-validation on the training rows
  /// says that it helps; nil where nothing is said.
  public var labelDescriptions: LabelDescriptions?
  /// What the rows were made of, where the methods `features` and `setfit` learn from sentences about the labels and not from
  /// labelled texts; nil where they do.
  public var labelSentences: LabelSentences?
  /// Which tokens are to be predicted, where masked ones are learnt from; nil where labels are.
  public var masking: MaskingOptions?
  /// How vectors are learnt from pairs of texts; nil where labels are learnt.
  public var contrastive: ContrastiveOptions?
  /// How a smaller model is made of a teacher, where that is what is learnt; nil elsewhere.
  public var distillation: DistillationOptions?
  /// Whether a number from 0 to 1 is learnt as the logistic function of the output, by binary cross-entropy, as rerankers
  /// learn; nil for rerankers that have that function already.
  public var ranks: Bool?
  /// What keeps fine-tuning near the encoder that it begins with; nil for nothing of the kind.
  public var stability: StabilityOptions?
  /// What fine-tuning makes of its training rows beside learning each as it is; nil for nothing.
  public var augmentation: AugmentationOptions?
  /// How the method `finetune` learns from texts without labels, which the data then hold; nil for not at all.
  public var selfTraining: SelfTrainingOptions?
  /// What the encoder computes in while it learns, `Precision.bf16` or nil for fp32; the weights are fp32 either way.
  public var precision: Precision? {
    didSet { if precision == .fp32 { precision = nil } }
  }
  /// Parts that a batch is computed in, a power of two up to ``mostParts``, whose gradients are added up in a fixed order; nil
  /// for one. The number decides the bytes of the result, and neither does that of the processes that share the parts out.
  public var parts: Int? {
    didSet { if parts == 1 { parts = nil } }
  }
  /// Decides the order of rows, dropout and fresh weights. The same seed gives the same bytes at any number of threads.
  public var seed: UInt64 = 42

  /// The defaults.
  public init() {}

  /// The defaults for labels of tokens: long texts in windows, and the best epoch by the F1 of the entities.
  public static var ofTokens: TrainingOptions {
    var options = TrainingOptions()
    options.longText = .windows
    options.metric = .f1
    return options
  }

  /// The defaults of contrastive learning from pairs, setfit's: a batch is of pairs.
  public static var ofPairs: TrainingOptions {
    var options = TrainingOptions()
    options.method = .setfit
    options.epochs = 1
    options.batchSize = 16
    options.maxLength = 256
    options.weightDecay = 0
    return options
  }

  /// The defaults of learning from masked tokens: the rate that goes with continued pre-training, whatever the encoder's
  /// size (Gururangan et al., arXiv 2004.10964, and transformers' trainer take rates from 5e-5 up).
  public static var ofMaskedTokens: TrainingOptions {
    var options = TrainingOptions()
    options.method = .finetune
    options.masking = MaskingOptions()
    options.learningRate = 5e-5
    options.longText = .windows
    return options
  }

  /// Passes over texts by masked tokens alone unless told otherwise.
  public static let usualTargetEpochs = TrainingOptions.ofMaskedTokens.epochs

  /// The defaults of making a smaller model of a teacher.
  public static var ofDistillation: TrainingOptions {
    var options = TrainingOptions()
    options.method = .finetune
    options.distillation = DistillationOptions()
    return options
  }

  /// Validation rows from which scores are calibrated unasked.
  public static let calibratingRows = 200

  /// The peak rate that fine-tuning takes unless told otherwise.
  ///
  /// The papers' range for BERT is 2e-5 to 5e-5 (Devlin et al. 2019; Mosbach et al. 2021); the smaller the encoder, the
  /// higher the rate it bears and needs (Turc et al. 2019 go to 3e-4 for the smallest).
  ///
  /// - Parameter hidden: width of the encoder.
  public static func usualLearningRate(hidden: Int) -> Double {
    switch hidden {
    case ..<256: 3e-4
    case ..<512: 1e-4
    case ..<1024: 5e-5
    default: 2e-5
    }
  }

  /// The passes that fine-tuning takes unless told otherwise: three, and where that is under a hundred steps as many as
  /// give a hundred, ten at the most. On small data the number of steps decides, not that of passes (Mosbach et al. 2021).
  public static func usualEpochs(rows: Int, batchSize: Int) -> Int {
    let steps = max(1, (rows + batchSize - 1) / max(1, batchSize))
    return max(3, min(10, (100 + steps - 1) / steps))
  }

  /// Optimizer steps of a pass over so many sequences; the last may have fewer of them.
  func stepsPerEpoch(items: Int) -> Int { (items + batchSize - 1) / batchSize }
}

// MARK: The loss

extension TrainingOptions {
  /// Checks what decides the loss.
  func validateLoss() throws(TuningError) {
    if case .list(let weights) = classWeights {
      let valid = weights.allSatisfy { $0.isFinite && $0 >= 0 } && weights.contains { $0 > 0 }
      let shown = weights.map { "\($0)" }.joined(separator: ",")
      try Self.check("class-weights", shown, valid, "must be numbers, none below 0 and not all 0")
    }
    if let smoothing = labelSmoothing {
      try Self.check("label-smoothing", smoothing, (0..<1).contains(smoothing), "must be at least 0 and below 1")
      try Self.check("label-smoothing", smoothing, method.learnsInSteps, Self.steppedRule)
      // Such a row would count by what is spread to the other classes alone, and a part of a batch by nothing.
      let isWeightless = if case .list(let weights) = classWeights { weights.contains(0) } else { false }
      try Self.check("label-smoothing", smoothing, !isWeightless, "cannot be joined with a class weight of 0")
    }
    if let gamma = focalGamma {
      try Self.check("focal-gamma", gamma, gamma.isFinite && gamma >= 0, "must not be below 0")
      try Self.check("focal-gamma", gamma, method.learnsInSteps, Self.steppedRule)
      try Self.check("focal-gamma", gamma, labelSmoothing == nil, "cannot be joined with label smoothing")
    }
  }

  private static var steppedRule: String { "is for the methods finetune, lora and bitfit" }

  /// What fine-tuning makes small.
  ///
  /// - Parameter classWeights: what a row of each class counts, `[C]`.
  func loss(classWeights: [Double]?) -> any Loss<Int> {
    let weights = classWeights?.map(Float.init)
    if let focalGamma { return FocalLoss(classWeights: weights, gamma: focalGamma) }
    return CrossEntropy(classWeights: weights, smoothing: labelSmoothing ?? 0)
  }
}
