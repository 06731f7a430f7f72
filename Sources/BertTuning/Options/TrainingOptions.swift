public import BertData
public import BertEncoder
public import BertInference

/// All that a person can decide about a run. They are checked once, by ``validate(hasValidation:)`` and
/// ``validate(layers:positions:)``; all other code relies on these checks.
public struct TrainingOptions: Sendable, Codable, Equatable {
  /// How the encoder's knowledge is used.
  public var method = TrainingMethod.auto
  /// Epochs over the training rows.
  public var epochs = 3
  /// Texts in an optimizer step.
  public var batchSize = 32
  /// The most tokens of a text, special tokens included.
  public var maxLength = 128
  /// The peak rate; nil takes ``usualLearningRate(hidden:)``.
  public var learningRate: Double?
  /// Factor of the rate from one layer to the one below it. 1, no decay, so that a plain run is the plain recipe that
  /// others publish; 0.95 is a good start for large encoders, 0.8 with four times the rate is ELECTRA's choice.
  public var layerDecay = 1.0
  /// Shape of the learning rate's schedule.
  public var schedule = LearningRateSchedule.Shape.linear
  /// Warm-up of the rate (for the slanted triangular schedule, its cut).
  public var warmUp = LearningRateSchedule.WarmUp.fraction(0.1)
  /// Decoupled weight decay of AdamW; never on biases and LayerNorm.
  public var weightDecay = 0.01
  /// Largest norm of the gradient of a step.
  public var clipNorm = 1.0
  /// Dropout in the encoder and before the classifier; nil takes what the model's configuration says.
  public var dropout: Double?
  /// Which part of the encoder keeps its pretrained weights.
  public var freeze = FreezePolicy.nothing
  /// Whether training starts with the top layer and the head, and unfreezes one more layer with each epoch (ULMFiT).
  public var gradualUnfreeze = false
  /// The number of top layers that start from random weights; above 0, the pooler does too (Zhang et al. 2021).
  public var reinitializeTop = 0
  /// The weight of a row of each class in the loss.
  public var classWeights = ClassWeighting.uniform
  /// The share of each target that fine-tuning gives to all classes equally, 0 ..< 1; nil gives none.
  public var labelSmoothing: Double?
  /// γ of the focal loss: the larger, the less fine-tuning learns from rows whose label the model already predicts with
  /// confidence; nil takes cross-entropy.
  public var focalGamma: Double?
  /// Whether the scores are calibrated on the validation rows; nil does so where there are
  /// ``calibratingRows`` of them.
  public var calibrates: Bool?
  /// The precision that the predicted labels should have. It decides the score below which no label is predicted.
  public var abstainPrecision: Double?
  /// Whether the bundle scores how unlike the training texts a text is; nil is no.
  public var novelty: Bool?
  /// The run ends after this number of epochs without a better ``metric``. For the method `setfit` the figure is the
  /// log loss of the head, cross-validated on the training rows. nil runs all epochs.
  public var earlyStopping: Int?
  /// The figure on the validation rows that decides which epoch is kept.
  public var metric = Metric.accuracy
  /// What happens to texts over ``maxLength``.
  public var longText = LongTextPolicy.truncate
  /// A prefix of each text (in a pair, of the first), such as `query: ` for encoders that were trained with it; nil for
  /// none. The bundle keeps it and puts it before the texts that it predicts.
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
  /// The weight of each of several questions in the loss, by its name; nil takes the number of its rows to the power
  /// 0.75.
  public var taskWeights: [String: Double]?
  /// What the method `lora` adds to the encoder; nil takes ``LoRAOptions/init(rank:alpha:targets:)``.
  public var lora: LoRAOptions?
  /// Which pairs the method `setfit` learns from; nil oversamples with at most 20 pairs of each kind for a text, so
  /// that the steps grow with the number of texts and not with its square.
  public var pairs: PairSampling?
  /// How the head of the method `setfit` is trained together with its encoder; nil trains a logistic regression on the
  /// encoder's features afterwards.
  public var jointHead: JointHeadOptions?
  /// How many labelled texts vote with the method `knn`; nil chooses by leave-one-out.
  public var neighbours: Int?
  /// The layer of the encoder whose states the method `features` takes; nil takes the last.
  public var layer: FeatureLayer?
  /// How the method `features` improves its features with texts without labels, which the data then hold; nil for not
  /// at all, so that the head learns from such texts itself.
  public var selfTaught: SelfTaught?
  /// What the methods `features` and `setfit` append to a text from its nearest labelled text before the classifier
  /// reads it; nil for nothing.
  public var appendNearest: NearestForm?
  /// How the methods `features` and `setfit` adapt to another domain, whose texts the data then hold; nil for one
  /// domain.
  public var adaptation: Adaptation?
  /// How the method `finetune` adapts to another domain, whose texts the data then hold; nil for one domain.
  public var deepAdaptations: [DeepAdaptation]?
  /// The weight of ``deepAdaptations`` in the loss, beside the task; nil is 1.
  public var adaptationWeight: Double?
  /// Epochs over the texts of the other domain by masked tokens alone, before ``DeepAdaptation/mlm`` learns the task.
  /// nil takes ``usualTargetEpochs``, or 0 for an encoder that has already learnt from masked tokens.
  public var targetEpochs: Int?
  /// Descriptions of the labels, from which the methods `features` and `setfit` learn where cross-validation on the
  /// training rows shows that it helps; nil for none.
  public var labelDescriptions: LabelDescriptions?
  /// What the rows were made from, where the methods `features` and `setfit` learn from sentences about the labels
  /// instead of labelled texts; nil for labelled texts.
  public var labelSentences: LabelSentences?
  /// Which tokens are masked, where a run learns to predict masked tokens; nil where it learns labels.
  public var masking: MaskingOptions?
  /// How vectors are learnt from pairs of texts; nil where labels are learnt.
  public var contrastive: ContrastiveOptions?
  /// How a smaller model is distilled from a teacher; nil for other runs.
  public var distillation: DistillationOptions?
  /// Whether a number from 0 to 1 is learnt as the logistic function of the output, by binary cross-entropy, as
  /// rerankers learn; nil for rerankers that have that function already.
  public var ranks: Bool?
  /// Methods that keep fine-tuning near the pretrained weights; nil for none.
  public var stability: StabilityOptions?
  /// How fine-tuning augments its training rows; nil for no augmentation.
  public var augmentation: AugmentationOptions?
  /// How the method `finetune` learns from texts without labels, which the data then hold; nil for not at all.
  public var selfTraining: SelfTrainingOptions?
  /// The precision that the encoder is trained in, `Precision.bf16` or nil for fp32; the weights are fp32 either way.
  public var precision: Precision? {
    didSet { if precision == .fp32 { precision = nil } }
  }
  /// Parts that a batch is computed in, a power of two up to ``mostParts``, whose gradients are added up in a fixed
  /// order; nil for one. The number of parts decides the bytes of the result; the number of processes that share the
  /// parts does not.
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

  /// The defaults of learning from masked tokens: the rate that goes with continued pre-training, whatever the
  /// encoder's size (Gururangan et al., arXiv 2004.10964, and transformers' trainer take rates from 5e-5 up).
  public static var ofMaskedTokens: TrainingOptions {
    var options = TrainingOptions()
    options.method = .finetune
    options.masking = MaskingOptions()
    options.learningRate = 5e-5
    options.longText = .windows
    return options
  }

  /// The default of ``targetEpochs``.
  public static let usualTargetEpochs = TrainingOptions.ofMaskedTokens.epochs

  /// The defaults of distilling a smaller model from a teacher.
  public static var ofDistillation: TrainingOptions {
    var options = TrainingOptions()
    options.method = .finetune
    options.distillation = DistillationOptions()
    return options
  }

  /// The fewest validation rows with which scores are calibrated by default.
  public static let calibratingRows = 200

  /// The default peak learning rate of fine-tuning.
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

  /// The default number of epochs of fine-tuning: 3, or, where these have fewer than 100 steps, as many as give 100, up
  /// to 10. On small data the number of steps matters more than that of epochs (Mosbach et al. 2021).
  ///
  /// - Parameters:
  ///   - rows: Training rows.
  ///   - batchSize: Rows in a step.
  public static func usualEpochs(rows: Int, batchSize: Int) -> Int {
    let size = max(1, batchSize), steps = max(1, rows / size + (rows % size == 0 ? 0 : 1))
    return max(3, min(10, (100 + steps - 1) / steps))
  }

  /// Optimizer steps in an epoch of this many items; the last step may have fewer items than a batch.
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
      // A row of such a class would still count by the shares of the other classes, and a part of a batch with only
      // such rows would have weight 0.
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

  /// The loss that fine-tuning minimizes.
  ///
  /// - Parameter classWeights: what a row of each class counts, `[C]`.
  func loss(classWeights: [Double]?) -> any Loss<Int> {
    let weights = classWeights?.map(Float.init)
    if let focalGamma { return FocalLoss(classWeights: weights, gamma: focalGamma) }
    return CrossEntropy(classWeights: weights, smoothing: labelSmoothing ?? 0)
  }
}
