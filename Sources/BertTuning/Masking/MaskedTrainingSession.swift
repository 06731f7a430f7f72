import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertKernels
import BertStorage
import BertText
import Foundation

/// Continued pre-training of an encoder on texts of a domain, by predicting masked tokens (Gururangan et al., arXiv
/// 2004.10964). It reads an encoder's directory and writes another.
///
/// The initializer reads and checks everything and makes the ``plan``; ``run(isCancelled:onEvent:)`` trains. Not for
/// use by two threads at once.
public final class MaskedTrainingSession {
  /// What will be done.
  public let plan: MaskedTrainingPlan
  /// What a person should know before the run starts.
  public let warnings: [TrainingWarning]

  private let job: MaskedTrainingJob
  private let start: RunStart<FineTuning>
  private let model: SequenceClassifier
  private let compute: Compute
  private let objective: MaskedTokens
  private let tokenBudget: Int?
  /// Tensors of the checkpoint that are written as they are: BERT's pooler, which predicting masked tokens does not
  /// use.
  private let pooler: [TensorSource]

  /// - Throws: A ``TuningError`` for options that break a rule, an output that exists already, an encoder that cannot
  ///   be read or was not made to predict masked tokens, or, with `resume`, a run that does not fit.
  public init(_ job: MaskedTrainingJob) throws(TuningError) {
    self.job = job
    let options = job.options, data = job.data
    try options.validate(hasValidation: data.validationTexts > 0)
    let masking = try data.masking(options)
    guard data.training.count > 0 else { throw .noRows(part: "training") }
    start = try RunStart(job, method: .finetune) { configuration in
      FineTuning(options, adapter: Layerwise(options), hidden: configuration.hiddenSize)
    }
    let source = start.source, configuration = source.configuration
    try Self.check(source)
    compute = try TuningError.translating { () throws(InferenceError) in
      try Compute.ready(threads: job.threads, precision: options.precision)
    }
    do {
      model = try SequenceClassifier(
        maskedTokensOf: source.checkpoint, configuration: configuration, seed: options.seed)
      pooler = try SequenceClassifier.poolerSources(of: source.checkpoint, configuration)
    } catch {
      throw .model(path: job.encoder.path, error)
    }
    if let dropout = options.dropout { model.dropoutRates = DropoutRates(all: Float(dropout)) }
    model.recomputes = options.recompute
    objective = MaskedTokens(
      model: model, corpus: data.training, masking: masking,
      validation: HeldMaskedTexts(corpus: data.held, masking: masking))
    warnings = start.warnings(
      job, start.strategy, hasValidation: data.validationTexts > 0, rows: [])
    let memory = MemoryModel(
      configuration: configuration, weights: model.parameters.reduce(0) { $0 + $1.count },
      trainedWeights: model.parameters.reduce(0) { $0 + $1.count }, touchedRows: nil, trainsMatrices: true,
      adaptedWeights: 0, recomputes: options.recompute, moments: options.moments, longest: data.training.longest,
      wordLogits: SequenceClassifier.maskedWorkingFloats(
        configuration, rows: Int(masking.options.share * Double(options.batchSize * data.training.longest))))
    tokenBudget = try start.strategy.tokenBudget(memory)
    plan = Self.plan(job, source, model, objective, start.strategy, memory, tokenBudget: tokenBudget, compute)
  }

  /// Trains, evaluates, writes the directory and checks it.
  ///
  /// - Parameters:
  ///   - isCancelled: Called before each step and each batch. When it returns true, the run is saved and ends with
  ///     ``TuningError/interrupted(checkpoint:)``.
  ///   - onEvent: Called with each event, on the calling thread.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, onEvent: (TrainingEvent) -> Void = { _ in }
  ) throws(TuningError) -> MaskedTrainingOutcome {
    let started = ContinuousClock.now
    for warning in warnings { onEvent(.warning(warning)) }
    let before: Double?
    do {
      before = try objective.validation.loss(model, compute, isCancelled: isCancelled)
    } catch {
      throw .interrupted(checkpoint: job.resume ? start.directory.url.path : nil)
    }
    let learnt = try start.strategy.learn(
      objective,
      LearningRun(
        job, identity: start.identity, directory: start.directory, compute: compute, tokenBudget: tokenBudget,
        saved: job.resume ? start.saved : nil),
      isCancelled: isCancelled, onEvent: onEvent)
    let outcome = MaskedTrainingOutcome(
      directory: job.output, epochs: learnt.reports, bestEpoch: learnt.bestEpoch, lossBefore: before,
      lossAfter: learnt.reports.first { $0.epoch == learnt.bestEpoch }?.maskedLoss, plan: plan,
      seconds: started.duration(to: .now).inSeconds)
    try write(outcome)
    start.directory.remove()
    return outcome
  }

  private static func writer(_ source: PretrainedModel) -> EncoderWriter {
    EncoderWriter(source: source, className: source.configuration.architecture.maskedLanguageClassName)
  }

  /// Refuses a source whose files cannot be copied.
  ///
  /// - Throws: `maskingUnfit`.
  private static func check(_ source: PretrainedModel) throws(TuningError) {
    if let reason = writer(source).fault { throw .maskingUnfit(path: source.url.path, reason: reason) }
    try source.requireTiedWords()
  }

  private func write(_ outcome: MaskedTrainingOutcome) throws(TuningError) {
    let options = job.options, data = job.data
    let record = MaskedTrainingRecord(
      program: job.program, encoder: job.encoderName, encoderSHA256: start.identity.encoder, textsSHA256: data.digest,
      trainingTexts: data.trainingTexts, validationTexts: data.validationTexts, sequences: plan.sequences,
      tokensPerEpoch: plan.tokensPerEpoch, epochs: options.epochs, batchSize: options.batchSize,
      learningRate: plan.learningRate, precision: options.precision, maxLength: options.maxLength,
      mask: plan.masking.share,
      wholeWords: plan.masking.wholeWords, seed: options.seed, newTensors: plan.newTensors,
      bestEpoch: outcome.bestEpoch, lossBefore: outcome.lossBefore, lossAfter: outcome.lossAfter)
    let log = try RunDirectory.lines(outcome.epochs)
    model.setTrained { _ in false }
    let expected = probe(model)
    try BundlePlacement(destination: job.output, takesEncoders: job.replaces).install {
      (aside: URL) throws(TuningError) in
      try Self.writer(start.source).write(
        model.tensorSources + pooler, record: record, metricsLog: log, into: aside)
    } verify: { (url: URL) throws(TuningError) in
      let written: SequenceClassifier
      do {
        let source = try TuningError.translating { () throws(InferenceError) in try PretrainedModel(at: url) }
        written = try SequenceClassifier(
          maskedTokensOf: source.checkpoint, configuration: source.configuration, seed: 0)
      } catch let error as ModelError {
        throw .model(path: url.path, error)
      } catch let error as TuningError {
        throw error
      } catch {
        throw .bundleDiffers(path: url.path, difference: .infinity)
      }
      let difference = ReadBack.difference(probe(written), expected)
      guard difference <= 1e-4 else { throw .bundleDiffers(path: url.path, difference: difference) }
    }
  }

  /// The losses of the first text's masked tokens.
  private func probe(_ model: SequenceClassifier) -> [Double] {
    let batch = MaskedBatch([
      objective.masking.masked(objective.corpus.encoding(0), number: 0, epoch: Masking.judging)
    ])
    return model.maskedLosses(batch.tokens, rows: batch.rows, targets: batch.targets, compute: compute)
  }

  private static func plan(
    _ job: MaskedTrainingJob, _ source: PretrainedModel, _ model: SequenceClassifier, _ objective: MaskedTokens,
    _ strategy: FineTuning, _ memory: MemoryModel, tokenBudget: Int?, _ compute: Compute
  ) -> MaskedTrainingPlan {
    let configuration = model.configuration, corpus = objective.corpus, data = job.data
    let work = Workload(
      sequences: corpus.count, rowsPerLabel: [], tokens: corpus.tokenCount, validationTexts: data.held.count,
      // The validation texts are evaluated once more, before the first epoch.
      validationTokens: data.held.tokenCount, testTokens: data.held.tokenCount,
      batchTokens: min(job.options.batchSize, corpus.count)
        * min(
          corpus.longest, 2 * corpus.tokenCount / max(1, corpus.count)),
      trainedLayers: configuration.layerCount, trainsMatrices: true)
    let cost = CostModel(
      configuration: configuration, lanes: compute.threads, secondsPerToken: secondsPerToken(objective, compute))
    let forecast = strategy.forecast(work, cost, memory, tokenBudget: tokenBudget)
    return MaskedTrainingPlan(
      encoder: job.encoderName, layers: configuration.layerCount, hidden: configuration.hiddenSize,
      weights: memory.weights, newTensors: model.freshParameters,
      droppedHeads: source.names.otherHeads.filter { $0 != "masked language model" },
      trainingTexts: data.trainingTexts, validationTexts: data.validationTexts, cutTexts: data.training.cutTexts,
      maxLength: job.options.maxLength, sequences: corpus.count, tokensPerEpoch: corpus.tokenCount,
      masking: objective.masking.options, epochs: forecast.epochs, steps: forecast.steps,
      learningRate: strategy.learningRate ?? 0, precision: job.options.precision, expectedSeconds: forecast.seconds,
      expectedBytes: forecast.bytes,
      partsPerBatch: forecast.partsPerBatch)
  }

  /// Seconds per token of inference with the head, from a batch of typical texts that runs twice; the first run warms
  /// up.
  private static func secondsPerToken(_ objective: MaskedTokens, _ compute: Compute) -> Double {
    let corpus = objective.corpus, stride = max(1, corpus.count / 16)
    let numbers = Swift.stride(from: 0, to: corpus.count, by: stride).prefix(16)
    let batch = MaskedBatch(
      numbers.map { objective.masking.masked(corpus.encoding($0), number: $0, epoch: Masking.judging) })
    func run() {
      _ = objective.model.maskedLosses(batch.tokens, rows: batch.rows, targets: batch.targets, compute: compute)
    }
    run()
    return ContinuousClock().measure(run).inSeconds / Double(max(1, batch.tokens.tokenCount))
  }
}
