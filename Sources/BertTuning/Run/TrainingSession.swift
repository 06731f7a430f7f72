import BertData
import BertEncoder
import BertFeatures
import BertInference
import BertKernels
import Foundation

/// A run from the encoder to the bundle.
///
/// The initializer reads and checks everything and makes the ``plan``; ``run(isCancelled:onEvent:)`` trains. Not for
/// use by two threads at once.
public final class TrainingSession {
  /// What will be done.
  public let plan: TrainingPlan
  /// What a person should know before the run starts.
  public let warnings: [TrainingWarning]

  let job: TrainingJob
  let encoder: SharedEncoder
  /// The encoder with its head; it has fewer layers once a layer was chosen.
  var model: SequenceClassifier
  let compute: Compute
  let choice: MethodChoice
  let strategy: any Strategy
  let encodedTraining: [TextEncoder.Encoded]
  let encodedValidation: [TextEncoder.Encoded]
  let encodedTest: [TextEncoder.Encoded]
  /// The texts of another domain, and the labelled ones among them.
  let encodedTarget: [TextEncoder.Encoded]
  let encodedLabelled: [TextEncoder.Encoded]
  /// The other domain, where its masked tokens are learnt.
  let maskedTarget: MaskedTarget?
  /// Texts whose masked tokens keep the encoder near its pretrained weights.
  let anchor: Anchor?
  /// The descriptions of the labels, where there are some.
  let describedTexts: DescribedTexts?
  /// The texts without labels, to learn from beside the labelled ones.
  let encodedUnlabelled: [TextEncoder.Encoded]
  let classWeights: [Double]?
  /// Which sequences of the training texts an epoch draws; nil where each comes once.
  let resampling: ResampledRows?
  /// How the outputs become scores and an answer; thresholds are chosen after training.
  var rule: OutputRule
  /// The same for each of several questions; nil for one question.
  var questions: QuestionAnswering?
  /// The labelled texts that vote after training, where they do.
  var neighbours: NeighbourClassifier?
  /// The labelled texts of which the nearest is appended to a text after training, where one is.
  var appended: AppendedNeighbours?
  /// The score below which the bundle gives no label.
  var abstainBelow: Double?
  /// The loss that fine-tuning minimizes.
  let loss: any Loss<Int>
  /// Tokens that may be computed at once within `maxMemory`; nil without that limit.
  let tokenBudget: Int?
  /// What a resumed run must have been started with.
  let identity: RunState.Identity
  /// The parts of the cross-validation; nil without it.
  private let division: CrossValidation<Example>?
  let directory: RunDirectory
  private let saved: RunState?
  /// The result of cross-validation, where the run has that instead of validation rows.
  private(set) var outOfFold: OutOfFold?
  private let withBaseline: Bool
  /// The trained model's outputs for the validation texts, `[texts, C]`, once they are computed.
  var validationOutputs: [Double]?

  var source: PretrainedModel { encoder.source }
  var options: TrainingOptions { job.options }
  /// The state of the run that is resumed.
  var resumed: RunState? { job.resume ? saved : nil }
  var labels: [String] { job.data.labels.names }
  /// Inference with the model's present weights.
  var inference: Inference {
    Inference(model: model, compute: compute, neighbours: neighbours, appended: appended)
  }
  /// The validation texts by which the epochs of one question are judged.
  var heldTexts: HeldTexts {
    HeldTexts(
      texts: encodedValidation, truth: job.data.validation.compactMap(\.target), labels: labels, rule: rule,
      metric: options.metric)
  }

  /// Reads encoder and tokenizer, encodes all texts, chooses the method, and locks the run's directory.
  ///
  /// - Parameters:
  ///   - job: what to train, on what, and where the bundle goes.
  ///   - withBaseline: whether a simple model is fitted beside the encoder; a comparison has its own.
  /// - Throws: a ``TuningError`` for options that break a rule, an output that exists already or cannot be written, a
  ///   model that cannot be read, or, with `resume`, a run that does not fit.
  public convenience init(_ job: TrainingJob, withBaseline: Bool = true) throws(TuningError) {
    if job.data.problem == .singleLabel { try job.options.validateHeadFigure(rowsPerLabel: job.data.counts) }
    try self.init(job, withBaseline: withBaseline, sharing: nil)
  }

  /// Does the same with an encoder that other trainings of the run have opened.
  init(_ job: TrainingJob, withBaseline: Bool, sharing encoder: SharedEncoder?) throws(TuningError) {
    self.job = job
    self.withBaseline = withBaseline
    let options = job.options, data = job.data
    let choice =
      if let taken = job.selection { taken.choice } else { try MethodChoice(requested: options.method, data) }
    self.choice = choice
    let division = CrossValidation(data, seed: options.seed)
    self.division = division
    try options.validate(hasValidation: !data.validation.isEmpty || division != nil)
    if division != nil { try options.validateCrossValidation() }
    try Self.validate(job)
    try Self.validateTransfer(job)
    try Self.validateDescriptions(job)
    try Self.validateUnlabelled(job)
    try Self.validateAnchor(job)
    try Self.validateAppending(job)
    try options.validateNovelty(validationRows: data.validation.count)
    classWeights = try options.classWeights.weights(of: data)
    loss = options.loss(classWeights: classWeights)
    let questions = try QuestionAnswering(data, options)
    self.questions = questions
    let start: RunStart<any Strategy> = try RunStart(
      job, method: choice.method, sharing: encoder, isDivided: division != nil
    ) { configuration throws(TuningError) in
      guard job.ingredients.isEmpty else {
        guard let tuning = try choice.method.fineTuning(options, configuration) else {
          throw .option(name: "soup", value: "", rule: "is for the methods finetune, lora and bitfit")
        }
        return WeightSoup(job.ingredients, tuning)
      }
      return try choice.method.strategy(options, configuration, data.problem)
    }
    let source = start.source, strategy = start.strategy
    if options.learnsMaskedTokens { try source.requireTiedWords() }
    self.encoder = start.encoder
    self.strategy = strategy
    rule = source.rule(for: data, ranks: options.ranks == true)
    directory = start.directory
    identity = start.identity
    saved = start.saved

    compute = try TuningError.translating { () throws(InferenceError) in
      try Compute.ready(threads: job.threads, precision: options.precision)
    }
    model = try Self.model(
      job, start.encoder, strategy, questions, layers: options.layers(of: source.configuration))
    if let dropout = options.dropout { model.dropoutRates = DropoutRates(all: Float(dropout)) }
    try options.validateStability(model)
    let reader = TextEncoder(source, options)
    let pairs = data.hasPairs
    func encode(_ rows: [Example]) throws(TuningError) -> [TextEncoder.Encoded] {
      let outer = StageClock.enter(.tokenizing)
      defer { StageClock.leave(to: outer) }
      return try TuningError.translating { () throws(InferenceError) in
        try rows.map { row throws(InferenceError) in
          guard (row.pair != nil) == pairs else {
            throw pairs ? .pairMissing(line: row.line) : .pairUnexpected(line: row.line)
          }
          return try reader.encode(row)
        }
      }
    }
    let training = try encode(data.training)
    encodedTraining = training
    encodedValidation = try encode(data.validation)
    resampling = options.augmentation?.resampling.map { power in
      ResampledRows(
        labels: zip(training, data.training).flatMap { encoded, example in
          encoded.windows.map { _ in example.label ?? 0 }
        }, classes: data.labels.count, power: power)
    }
    encodedTest = try encode(data.test)
    encodedTarget = try encode(data.target?.texts ?? [])
    encodedLabelled = try encode(data.target?.labelled ?? [])
    describedTexts = try options.labelDescriptions.map { descriptions throws(TuningError) in
      try DescribedTexts(descriptions, labels: data.labels, reader)
    }
    encodedUnlabelled = try encode(data.unlabelled?.texts ?? [])
    maskedTarget =
      options.masksTarget
      ? try MaskedTarget(
        data.target?.texts ?? [], encodedTarget, labelled: data.training.count, source, model, options) : nil

    var anchored: [TextEncoder.Encoded] = []
    if let texts = data.anchor?.texts {
      anchored = try TuningError.translating { () throws(InferenceError) in
        try texts.map { text throws(InferenceError) in try reader.encode(text) }
      }
    }
    if let weight = options.stability?.anchorWeight {
      anchor = try Anchor(anchored, weight: weight, source, model, options)
    } else {
      anchor = nil
    }

    model.recomputes = options.recompute
    let memory = Self.memory(
      model, options, strategy,
      training: encodedTraining + (describedTexts?.texts ?? [])
        + (options.deepAdaptations == nil ? [] : encodedTarget) + anchored)
    tokenBudget = try strategy.tokenBudget(memory)

    warnings = start.warnings(
      job, strategy, hasValidation: !data.validation.isEmpty || division != nil,
      rows: Self.labelsWithoutRows(data).map(TrainingWarning.labelWithoutRows)
        + (maskedTarget.map { $0.plan.headPasses > 0 } == true ? [.maskedHeadNew] : []))
    var plan = Self.plan(
      job: job, folds: division?.parts.count, encoder: start.encoder, choice: choice, strategy: strategy, model: model,
      memory: memory,
      tokenBudget: tokenBudget, compute: compute, training: encodedTraining, validation: encodedValidation,
      test: encodedTest, target: encodedTarget + (options.deepAdaptations == nil ? encodedLabelled : []),
      unlabelled: encodedUnlabelled + anchored, resampling: resampling,
      rowsPerLabel: Self.rowCounts(data))
    plan.descriptions = describedTexts?.texts.count
    plan.masked = maskedTarget?.plan
    plan.unlabelledRows = encodedUnlabelled.count
    plan.anchor = anchor.map {
      TrainingPlan.AnchorTexts(texts: anchored.count, weight: $0.shares.masked, newTensors: $0.newTensors)
    }
    plan.augmentation = options.augmentation?.lines(labels: data.labels.names, resampling)
    self.plan = plan
    startNumbers()
  }

  /// The model that a run begins with: the lower layers of the encoder, with the head that its strategy makes.
  ///
  /// - Throws: `model`.
  static func model(
    _ job: TrainingJob, _ encoder: SharedEncoder, _ strategy: any Strategy, _ questions: QuestionAnswering?, layers: Int
  ) throws(TuningError) -> SequenceClassifier {
    let outer = StageClock.enter(.opening)
    defer { StageClock.leave(to: outer) }
    let source = encoder.source, classes = job.data.labels.count, seed = job.options.seed
    let ended = source.configuration.keepingLayers(Array(0..<layers))
    do {
      return try encoder.model(for: strategy, layers: layers, classes: classes, seed: seed) { () throws(ModelError) in
        let classifier = try SequenceClassifier(
          checkpoint: source.checkpoint, configuration: ended, classes: classes, seed: seed,
          head: questions.map { .questions($0.outputs) } ?? .sequence, newClassifier: !source.isForTexts)
        let model = try strategy.model(of: classifier)
        if job.options.learnsMaskedTokens { try model.addMaskedHead(of: source.checkpoint, seed: seed) }
        return model
      }
    } catch {
      throw .model(path: job.encoder.path, error)
    }
  }

  /// Trains, evaluates, writes the bundle and checks it. Of several ranks, only the first does what follows training.
  ///
  /// - Parameters:
  ///   - isCancelled: called before each step and each batch. When it returns true, the run is saved and ends with
  ///     ``TuningError/interrupted(checkpoint:)``.
  ///   - onEvent: called with each event, on the calling thread.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, onEvent: (TrainingEvent) -> Void = { _ in }
  ) throws(TuningError) -> TrainingOutcome {
    let started = ContinuousClock.now
    onEvent(.planned(plan))
    for warning in warnings { onEvent(.warning(warning)) }
    if let division { outOfFold = try crossValidate(division, isCancelled: isCancelled, onEvent: onEvent) }
    let leads = job.exchange.leads
    let baseline = withBaseline && leads ? try baseline(isCancelled: isCancelled) : nil
    if let baseline { onEvent(.baseline(baseline)) }
    let drift = leads ? try drift(isCancelled: isCancelled) : nil
    var learnt = try strategy.learn(self, resuming: resumed, isCancelled: isCancelled, onEvent: onEvent)
    guard leads else { return outcome(learnt, started: started) }
    try fitScores(&learnt, onEvent: onEvent)
    var (outcome, testLogits) = try judge(learnt, started: started, isCancelled: isCancelled)
    outcome.baselineValidation = baseline?.validation
    outcome.baselineTest = baseline?.test
    outcome.drift = try drift?.record(isCancelled: isCancelled)
    for warning in verdict(outcome) { onEvent(.warning(warning)) }
    outcome.transfer?.warnings.forEach { onEvent(.warning($0)) }
    try writeBundle(outcome, novelty: try fitNovelty(isCancelled: isCancelled))
    if let adapter = job.adapterOutput { try learnt.adapterFiles?.write(to: adapter, outputsOf: job.output) }
    directory.remove()
    if job.writesReport { outcome.report = try writeReport(outcome, testLogits: testLogits) }
    onEvent(.finished(outcome))
    return outcome
  }
}
