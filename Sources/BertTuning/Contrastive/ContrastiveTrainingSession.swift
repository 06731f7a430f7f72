import BertCheckpoint
import BertData
import BertEncoder
import BertFeatures
import BertInference
import BertKernels
import BertStorage
import BertText
import Foundation

/// A run that learns vectors from pairs of texts.
public typealias ContrastiveTrainingJob = EncoderJob<PairTrainingData>

/// Learns sentence vectors from pairs of texts (Reimers and Gurevych, arXiv 1908.10084): reads an encoder's directory
/// and writes another, which sentence-transformers loads.
///
/// The initializer reads and checks everything and makes the ``plan``; ``run(isCancelled:onEvent:)`` then trains. Not
/// for use by two threads at once.
public final class ContrastiveTrainingSession {
  /// The plan of the run.
  public let plan: ContrastiveTrainingPlan
  /// Warnings to show before the run begins.
  public let warnings: [TrainingWarning]

  private let job: ContrastiveTrainingJob
  private let start: RunStart<FineTuning>
  private let model: SequenceClassifier
  private let compute: Compute
  private let held: HeldPairs
  /// BERT's pooler, which the vectors do not use; written as it is in the checkpoint.
  private let pooler: [TensorSource]

  private var settings: ContrastiveOptions { plan.options }

  /// Reads the encoder, checks the job and makes the plan.
  ///
  /// - Throws: A ``TuningError`` for options that break a rule, an output that is taken, an encoder that cannot be read
  ///   or whose vectors cannot be learnt, rows of different forms, or, with `resume`, a run that was started otherwise.
  public init(_ job: ContrastiveTrainingJob) throws(TuningError) {
    self.job = job
    let options = job.options, data = job.data, settings = options.contrastive ?? ContrastiveOptions()
    try options.validate(hasValidation: data.validationPairs > 0)
    try settings.validate()
    try data.check()
    let form = data.form ?? .pairs
    try Self.check(options, settings, form)
    start = try RunStart(job, method: .finetune) { configuration in
      FineTuning(options, adapter: Layerwise(options), hidden: configuration.hiddenSize)
    }
    let source = start.source, configuration = source.configuration
    if let reason = Self.writer(source).fault { throw .vectorsUnfit(path: source.url.path, reason: reason) }
    compute = try TuningError.translating { () throws(InferenceError) in
      try Compute.ready(threads: job.threads, precision: options.precision)
    }
    do {
      model = try SequenceClassifier(
        vectorsOf: source.checkpoint, configuration: configuration, poolings: data.recipe.reductions)
      pooler = try SequenceClassifier.poolerSources(of: source.checkpoint, configuration)
    } catch {
      throw .model(path: job.encoder.path, error)
    }
    try settings.validate(width: model.classes)
    if let dropout = options.dropout { model.dropoutRates = DropoutRates(all: Float(dropout)) }
    model.recomputes = options.recompute
    held = HeldPairs(held: data.held, training: data.training, texts: data.texts)
    warnings = start.warnings(job, start.strategy, hasValidation: data.validationPairs > 0, rows: [])
    plan = Self.plan(job, source, model, held, start.strategy, settings, form, compute)
  }

  /// Refuses options that do not fit the form of the rows.
  ///
  /// - Throws: `option`
  private static func check(
    _ options: TrainingOptions, _ settings: ContrastiveOptions, _ form: PairTrainingData.Form
  ) throws(TuningError) {
    if let limit = options.maxMemory {
      try TrainingOptions.check(
        "max-memory", Figures.roughBytes(limit), false,
        "does not go with pairs, whose batches are computed at once: lower the batch size or the maximum length")
    }
    if let count = settings.hardNegatives {
      try TrainingOptions.check(
        "hard-negatives", count, form == .pairs,
        form == .scored
          ? "is for texts that belong together, and these have scores" : "the rows have negatives of their own")
    }
    if form == .scored {
      try TrainingOptions.check(
        "scale", settings.scale, settings.scale == ContrastiveOptions().scale,
        "is for texts that belong together, and these have scores")
    } else {
      try TrainingOptions.check(
        "batch-size", options.batchSize, options.batchSize > 1,
        "must be at least 2, since the other rows of a batch are the negatives of a row")
    }
  }

  private static func writer(_ source: PretrainedModel) -> EncoderWriter {
    EncoderWriter(source: source, className: source.configuration.architecture.encoderClassName)
  }

  /// Trains, evaluates, writes the directory and checks it.
  ///
  /// - Parameters:
  ///   - isCancelled: Asked before each step and each batch. When it returns true, the run is saved and ends with
  ///     ``TuningError/interrupted(checkpoint:)``.
  ///   - onEvent: Receives the events of the run, on the calling thread.
  /// - Throws: A ``TuningError``.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool = { false }, onEvent: (TrainingEvent) -> Void = { _ in }
  ) throws(TuningError) -> ContrastiveTrainingOutcome {
    let started = ContinuousClock.now, data = job.data
    for warning in warnings { onEvent(.warning(warning)) }
    let before: VectorFigures?
    var rows = data.training
    do {
      before = try held.figures(model, compute, isCancelled: isCancelled)
      if let count = settings.hardNegatives {
        // A resumed run mines the same negatives again, with the initial weights.
        rows = try HardNegatives(
          count: count, margin: settings.negativeMargin, rows: rows, known: data.training + data.held
        ).mined(data.texts, model, compute, isCancelled: isCancelled) { onEvent(.features(done: $0, total: $1)) }
      }
    } catch .interrupted {
      throw .interrupted(checkpoint: job.resume ? start.directory.url.path : nil)
    }
    let learnt = try start.strategy.learn(
      PairedTexts(
        model: model, loss: PairLoss(settings, known: data.training + data.held), rows: rows, texts: data.texts,
        batchSize: job.options.batchSize, validation: held),
      LearningRun(
        job, identity: start.identity, directory: start.directory, compute: compute, tokenBudget: nil,
        saved: job.resume ? start.saved : nil),
      isCancelled: isCancelled, onEvent: onEvent)
    let outcome = ContrastiveTrainingOutcome(
      directory: job.output, epochs: learnt.reports, bestEpoch: learnt.bestEpoch, before: before,
      after: learnt.reports.first { $0.epoch == learnt.bestEpoch }?.vectors,
      rowsShortOfNegatives: settings.hardNegatives.map { count in rows.count { $0.negatives.count < count } },
      plan: plan, seconds: started.duration(to: .now).inSeconds)
    try write(outcome)
    start.directory.remove()
    return outcome
  }

  private func write(_ outcome: ContrastiveTrainingOutcome) throws(TuningError) {
    let options = job.options, data = job.data, hidden = model.configuration.hiddenSize
    let record = ContrastiveTrainingRecord(
      program: job.program, encoder: job.encoderName, encoderSHA256: start.identity.encoder, pairsSHA256: data.digest,
      form: plan.form, trainingPairs: data.trainingPairs, validationPairs: data.validationPairs, pooling: plan.pooling,
      scale: plan.form == .scored ? nil : settings.scale, dimensions: settings.dimensions,
      hardNegatives: settings.hardNegatives,
      negativeMargin: settings.hardNegatives.map { _ in settings.negativeMargin }, epochs: options.epochs,
      batchSize: options.batchSize, learningRate: plan.learningRate, precision: options.precision,
      maxLength: plan.maxLength, seed: options.seed,
      bestEpoch: outcome.bestEpoch, before: outcome.before, after: outcome.after)
    let log = try RunDirectory.lines(outcome.epochs)
    model.setTrained { _ in false }
    try BundlePlacement(destination: job.output).install { (aside: URL) throws(TuningError) in
      try Self.writer(start.source).write(
        model.tensorSources + pooler, record: record, metricsLog: log,
        files: data.recipe.hasFiles ? [] : SentenceFiles(hidden: hidden, maxLength: plan.maxLength).files, into: aside)
    } verify: { (url: URL) throws(TuningError) in
      let difference = try difference(from: url)
      guard difference <= 1e-4 else { throw .bundleDiffers(path: url.path, difference: difference) }
    }
  }

  /// The greatest difference between the unit vectors that the trained model and the written directory give a text.
  private func difference(from url: URL) throws(TuningError) -> Double {
    let (text, vector) = try TuningError.translating { () throws(InferenceError) in
      let options = EmbeddingOptions(normalizes: true, maxLength: plan.maxLength)
      let embedder = try TextEmbedder(contentsOf: url, options: options, compute: compute)
      let text = embedder.probes[0]
      return (text, try embedder.embed([text])[0].map(Double.init))
    }
    let encoding = try TuningError.translating { () throws(InferenceError) in
      try job.data.recipe.encode(text, isQuery: false, line: 0)
    }
    let live = try SequenceVectors(model: model, compute: compute).units(of: [encoding], isCancelled: { false })
    guard live.matrix.columns == vector.count else { return .infinity }
    return vector.enumerated().map { abs($1 - Double(live.matrix[0, $0])) }.max() ?? 0
  }

  private static func plan(
    _ job: ContrastiveTrainingJob, _ source: PretrainedModel, _ model: SequenceClassifier, _ held: HeldPairs,
    _ strategy: FineTuning, _ settings: ContrastiveOptions, _ form: PairTrainingData.Form, _ compute: Compute
  ) -> ContrastiveTrainingPlan {
    let configuration = model.configuration, data = job.data, rows = data.training
    let lengths = rows.map(data.texts.tokens)
    let tokens = lengths.reduce(0, +), longest = lengths.max() ?? 0
    // Hard negatives are not mined yet; they are about as long as the positives.
    let mined = (settings.hardNegatives ?? 0) * rows.reduce(0) { $0 + data.texts.text($1.positive).ids.count }
    let weights = model.parameters.reduce(0) { $0 + $1.count }
    let memory = MemoryModel(
      configuration: configuration, weights: weights, trainedWeights: weights, touchedRows: nil, trainsMatrices: true,
      adaptedWeights: 0, recomputes: job.options.recompute, moments: job.options.moments, longest: longest)
    let work = Workload(
      sequences: rows.count, rowsPerLabel: [], tokens: tokens + mined, validationTexts: held.count,
      // Judging before the first epoch and mining encode these texts once more; they count as the test.
      validationTokens: held.tokenCount, testTokens: held.tokenCount + (mined > 0 ? tokens : 0),
      batchTokens: min(job.options.batchSize, rows.count) * min(2 * longest, 2 * (tokens + mined) / max(1, rows.count)),
      trainedLayers: configuration.layerCount, trainsMatrices: true)
    let cost = CostModel(
      configuration: configuration, lanes: compute.threads, secondsPerToken: secondsPerToken(model, data, compute))
    let forecast = strategy.forecast(work, cost, memory, tokenBudget: nil)
    return ContrastiveTrainingPlan(
      encoder: job.encoderName, layers: configuration.layerCount, hidden: configuration.hiddenSize, weights: weights,
      form: form, pooling: data.recipe.pooling.map(\.rawValue), saysPooling: data.recipe.hasFiles,
      queryPrompt: form == .scored ? data.recipe.prompt : data.recipe.queryPrompt, prompt: data.recipe.prompt,
      droppedHeads: source.names.otherHeads, trainingPairs: data.trainingPairs, validationPairs: data.validationPairs,
      searchedTexts: held.searchedCount, cutTexts: data.cutTexts, maxLength: data.maxLength, tokensPerEpoch: tokens,
      options: settings, batchSize: job.options.batchSize, epochs: forecast.epochs, steps: forecast.steps,
      learningRate: strategy.learningRate ?? 0, precision: job.options.precision, expectedSeconds: forecast.seconds,
      expectedBytes: forecast.bytes)
  }

  /// Seconds per token of inference, measured on a batch of typical texts after a warm-up.
  private static func secondsPerToken(
    _ model: SequenceClassifier, _ data: PairTrainingData, _ compute: Compute
  ) -> Double {
    let rows = data.training, stride = max(1, rows.count / 16)
    let batch = TokenBatch(
      Swift.stride(from: 0, to: rows.count, by: stride).prefix(16).map { data.texts.text(rows[$0].positive) })
    func run() { _ = model.logits(batch, compute: compute) }
    run()
    return ContinuousClock().measure(run).inSeconds / Double(max(1, batch.tokenCount))
  }
}
