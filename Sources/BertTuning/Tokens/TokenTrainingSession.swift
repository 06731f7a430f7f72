import BertData
import BertEncoder
import BertInference
import BertKernels
import BertStorage
import Foundation

/// A run from the encoder to a bundle that finds entities.
///
/// The initializer reads and checks everything and makes the ``plan``; ``run(isCancelled:onEvent:)`` trains. Not for
/// use by two threads at once.
public final class TokenTrainingSession {
  /// What will be done.
  public let plan: TrainingPlan
  /// What a person should know before the run starts.
  public let warnings: [TrainingWarning]

  let job: TokenTrainingJob
  let start: RunStart<FineTuning>
  let model: SequenceClassifier
  let compute: Compute
  let choice: MethodChoice
  let training: LearntTokens
  let validation: HeldTokens
  let test: HeldTokens
  /// Tokens that may be computed at once within `maxMemory`; nil without that limit.
  let tokenBudget: Int?
  /// The parts of the cross-validation; nil without it.
  private let division: CrossValidation<TokenRow>?

  var source: PretrainedModel { start.source }
  var strategy: FineTuning { start.strategy }
  var options: TrainingOptions { job.options }
  /// The names of the classes, in order.
  var classNames: [String] { job.data.classes.map(\.description) }

  /// Reads encoder and tokenizer, encodes all texts, chooses the method, and locks the run's directory.
  ///
  /// - Parameter job: What to train, on what, and where the bundle goes.
  ///
  /// - Throws: A ``TuningError`` for options that break a rule, an output that exists already or cannot be written, a
  ///   model that cannot be read, or, with `resume`, a run that does not fit.
  public convenience init(_ job: TokenTrainingJob) throws(TuningError) { try self.init(job, sharing: nil) }

  /// Does the same with an encoder that other trainings of the run have opened.
  init(_ job: TokenTrainingJob, sharing encoder: SharedEncoder?) throws(TuningError) {
    self.job = job
    let options = job.options, data = job.data, classes = data.classes
    let choice = MethodChoice(ofTokens: options.method)
    self.choice = choice
    let division = CrossValidation(data, seed: options.seed)
    self.division = division
    let isJudged = !data.validation.isEmpty || division != nil
    try options.validate(hasValidation: isJudged)
    if division != nil { try options.validateCrossValidation() }
    try options.validateForTokens()
    let start = try RunStart(
      job, method: choice.method, sharing: encoder, isDivided: division != nil
    ) { configuration throws(TuningError) -> FineTuning in
      guard let strategy = try choice.method.fineTuning(options, configuration) else {
        throw .option(
          name: "method", value: choice.method.rawValue, rule: "takes no encoder; it is a TokenBaselineSession's")
      }
      return strategy
    }
    self.start = start
    let source = start.source, strategy = start.strategy
    compute = try TuningError.translating { () throws(InferenceError) in
      try Compute.ready(threads: job.threads, precision: options.precision)
    }
    do {
      let outer = StageClock.enter(.opening)
      defer { StageClock.leave(to: outer) }
      model = strategy.model(
        of: try SequenceClassifier(
          checkpoint: source.checkpoint, configuration: source.configuration, classes: classes.count,
          seed: options.seed, head: .token, newClassifier: !source.hasClasses(classes.map(\.description))))
    } catch {
      throw .model(path: job.encoder.path, error)
    }
    if let dropout = options.dropout { model.dropoutRates = DropoutRates(all: Float(dropout)) }
    model.recomputes = options.recompute

    training = try StageClock.time(.tokenizing) { () throws(TuningError) in
      try LearntTokens(
        data, WordTagging(source, classes: classes, maxLength: options.maxLength, policy: options.longText))
    }
    // However long texts are cut in training, they are read whole here.
    let tagging = WordTagging(source, classes: classes, maxLength: options.maxLength, policy: .windows)
    func held(_ rows: [TokenRow]) throws(TuningError) -> HeldTokens {
      HeldTokens(
        rows: rows,
        encoded: try StageClock.time(.tokenizing) { () throws(TuningError) in
          try TuningError.translating { () throws(InferenceError) in try tagging.encode(rows) }
        },
        tagging: tagging, metric: options.metric)
    }
    validation = try held(data.validation)
    test = try held(data.test)

    let memory = TrainingSession.memory(model, options, strategy, training: training.encoded)
    tokenBudget = try strategy.tokenBudget(memory)
    let unknown = Set(TokenTrainingData.counts(data.validation + data.test).map(\.label)).subtracting(data.labels)
    let unlearnt = division?.unlearntLabels ?? []
    warnings = start.warnings(
      job, strategy, hasValidation: isJudged,
      rows: training.warnings + (unknown.isEmpty ? [] : [.labelsWithoutClass(unknown.sorted())])
        + (unlearnt.isEmpty ? [] : [.labelsInOnePart(unlearnt)]))
    var plan = TrainingSession.plan(
      job: job, folds: division?.parts.count, encoder: start.encoder, choice: choice, strategy: strategy, model: model,
      memory: memory,
      tokenBudget: tokenBudget, compute: compute, training: training.encoded, validation: validation.encoded,
      test: test.encoded, rowsPerLabel: [])
    plan.entitiesPerLabel = TokenTrainingData.counts(data.training).map { .init(label: $0.label, rows: $0.entities) }
    self.plan = plan
  }

  /// Trains, evaluates, writes the bundle and checks it.
  ///
  /// - Parameters:
  ///   - isCancelled: Called before each step and each batch. When it returns true, the run is saved and ends with
  ///     ``TuningError/interrupted(checkpoint:)``.
  ///   - onEvent: Called with each event, on the calling thread.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, onEvent: (TrainingEvent) -> Void = { _ in }
  ) throws(TuningError) -> TrainingOutcome {
    let started = ContinuousClock.now
    onEvent(.planned(plan))
    for warning in warnings { onEvent(.warning(warning)) }
    var outOfFold: FoundEntities?
    if let division { outOfFold = try crossValidate(division, isCancelled: isCancelled, onEvent: onEvent) }
    let learnt = try learn(isCancelled: isCancelled, onEvent: onEvent)
    let leads = job.exchange.leads
    let tested = leads ? try StageClock.time(.judging) { () throws(TuningError) in try judgeTest(isCancelled) } : nil
    var outcome = TrainingOutcome(
      bundle: job.output, choice: choice, epochs: learnt.reports, bestEpoch: learnt.bestEpoch,
      validation: outOfFold.map { .entities($0.metrics) } ?? learnt.validation,
      test: tested.map { .entities($0.metrics) }, majorityValidation: nil, majorityTest: nil, note: learnt.note,
      folds: division?.parts.count, seconds: started.duration(to: .now).inSeconds)
    outcome.testFold = job.data.testFold
    guard leads else { return outcome }
    if let rows = outOfFold?.rows.count, rows < TrainingData.fewestJudging {
      onEvent(.warning(.fewSentences(rows)))
    }
    let judged = job.writesReport ? tested ?? outOfFold ?? judgedLast() : nil
    try writeBundle(outcome)
    if let adapter = job.adapterOutput { try learnt.adapterFiles?.write(to: adapter, outputsOf: job.output) }
    start.directory.remove()
    if job.writesReport {
      outcome.report = try StageClock.time(.report) { () throws(TuningError) in
        try page(outcome, interval: judged?.interval).write(into: job.output)
      }
    }
    onEvent(.finished(outcome))
    return outcome
  }

  /// Trains, or resumes an interrupted run.
  ///
  /// - Throws: `interrupted`, and the errors of the run.
  func learn(
    isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    let objective = LabelledTokens(
      model: model, loss: LabelledRows(options.loss(classWeights: nil)), windows: training.windows,
      validation: validation)
    return try strategy.learn(
      objective,
      LearningRun(
        job, identity: start.identity, directory: start.directory, compute: compute, tokenBudget: tokenBudget,
        saved: job.resume ? start.saved : nil),
      isCancelled: isCancelled, onEvent: onEvent)
  }

  /// The entities that the kept weights find in the validation rows; nil where there are no rows, and where an output
  /// is not finite.
  private func judgedLast() -> FoundEntities? {
    validation.rows.isEmpty ? nil : try? validation.entities(foundBy: model, compute, isCancelled: { false })
  }

  private func judgeTest(_ isCancelled: () -> Bool) throws(TuningError) -> FoundEntities? {
    guard !test.rows.isEmpty else { return nil }
    do {
      return try test.entities(foundBy: model, compute, isCancelled: isCancelled)
    } catch {
      // The run has been saved at its last epoch.
      if case .interrupted = error { throw .interrupted(checkpoint: start.directory.url.path) }
      throw error
    }
  }
}

extension PretrainedModel {
  /// Whether the checkpoint has a trained classifier of tokens with just these classes, which a run then starts from.
  fileprivate func hasClasses(_ names: [String]) -> Bool { (try? tokenClassLabels()) == names }
}
