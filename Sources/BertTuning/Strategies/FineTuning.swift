import BertData
import BertEncoder
import BertInference

/// The methods `finetune`, `lora` and `bitfit`: the parameters that the adapter selects are trained in steps, at a
/// small rate.
struct FineTuning: Strategy {
  let options: TrainingOptions
  let adapter: any Adapter
  private let usualRate: Double
  private let peakRate: Double

  init(_ options: TrainingOptions, adapter: any Adapter, hidden: Int) {
    self.options = options
    self.adapter = adapter
    usualRate = adapter.usualLearningRate(hidden: hidden)
    peakRate = options.learningRate ?? usualRate
  }

  var isResumable: Bool { true }
  var keepsEncoder: Bool { false }
  var learningRate: Double? { peakRate }

  var warnings: [TrainingWarning] {
    peakRate > 10 * usualRate ? [.learningRateHigh(given: peakRate, usual: usualRate)] : []
  }

  func model(of classifier: SequenceClassifier) -> SequenceClassifier {
    adapter.attach(to: classifier)
    return classifier
  }

  func trains(_ parameter: Parameter, of model: SequenceClassifier) -> Bool {
    adapter.everTrains(parameter, of: model, epochs: options.epochs)
  }

  func tokenBudget(_ memory: MemoryModel) throws(TuningError) -> Int? {
    try tokenBudget(memory, longest: options.passesOfText * memory.longest)
  }

  /// The tokens that may be computed at once; nil for no limit.
  ///
  /// - Parameter longest: tokens of the longest item, which is computed as one.
  /// - Throws: `option` where not even that fits.
  func tokenBudget(_ memory: MemoryModel, longest: Int) throws(TuningError) -> Int? {
    guard let limit = options.maxMemory else { return nil }
    let budget = memory.tokenBudget(limit: limit)
    guard budget >= longest else {
      throw .option(
        name: "max-memory", value: Figures.roughBytes(limit),
        rule: "this encoder and texts of \(longest) tokens need \(Figures.roughBytes(memory.bytes(tokens: longest))); "
          + "give more, or reduce the need: \(options.recompute ? "" : "recompute activations, ")"
          + "\(adapter is Layerwise ? "freeze layers or " : "")lower the maximum length")
    }
    return budget
  }

  func forecast(_ work: Workload, _ cost: CostModel, _ memory: MemoryModel, tokenBudget: Int?) -> Forecast {
    let steps = options.stepsPerEpoch(items: work.sequences) * options.epochs, passes = options.passesOfText
    let isProbed = options.stability?.linearProbe == true
    var tokens = passes * work.tokens
    if options.stability?.anchorWeight != nil {
      // As many anchoring texts as items of the task, with the head for masked tokens.
      let mean = Double(work.targetTokens) / Double(max(1, work.targetTexts))
      tokens += Int(
        Double(work.sequences) * mean * (1 + cost.maskedHeadShare(options.masking ?? MaskingOptions())))
    }
    return Forecast(
      epochs: options.epochs, steps: steps,
      seconds: cost.fineTuningSeconds(
        tokensPerEpoch: tokens, epochs: options.epochs, steps: steps, trainedLayers: work.trainedLayers,
        trainsMatrices: work.trainsMatrices,
        trainedWeights: memory.trainedWeights, validationTokens: work.validationTokens)
        + cost.inferenceSeconds(tokens: work.testTokens + (isProbed ? work.tokens + work.validationTokens : 0)),
      bytes: memory.bytes(tokens: min(passes * work.batchTokens, tokenBudget ?? .max)),
      partsPerBatch: tokenBudget.map { max(1, (passes * work.batchTokens + $0 - 1) / $0) } ?? 1)
  }

  func learn(
    _ session: TrainingSession, resuming saved: RunState?, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    // A checkpoint already holds the head of the linear probe.
    let probe = saved.map(\.tensors.isEmpty) ?? true ? try probe(session, isCancelled, onEvent) : nil
    var learnt = try learnByProblem(session, from: saved, isCancelled, onEvent)
    learnt.note = probe ?? learnt.note
    return learnt
  }

  /// Trains with the loss of the task.
  private func learnByProblem(
    _ session: TrainingSession, from saved: RunState?, _ isCancelled: () -> Bool, _ onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    switch session.job.data.problem {
    case .singleLabel:
      if let weights = session.job.rowWeights {
        return try learn(session, WeightedRows(session.loss), from: saved, isCancelled, onEvent) { row, example in
          WeightedRows<Int>.Row(target: example.label ?? 0, weight: weights[row])
        }
      }
      let loss = options.stability?.rDrop.map { ConsistentPasses(session.loss, factor: $0) } ?? session.loss
      return try learn(session, loss, from: saved, isCancelled, onEvent) { $1.label ?? 0 }
    case .multiLabel:
      let loss = BinaryCrossEntropy(positiveWeights: session.classWeights)
      return try learn(session, loss, from: saved, isCancelled, onEvent) { ($1.labels ?? []).map { $0 ? 1 : 0 } }
    case .regression where session.rule.isLogistic:
      return try learn(session, BinaryCrossEntropy(), from: saved, isCancelled, onEvent) { [$1.number ?? 0] }
    case .regression:
      let loss = SquaredError(unit: NumberUnit.unit(of: session.job.data.training.compactMap(\.number)))
      return try learn(session, loss, from: saved, isCancelled, onEvent) { $1.number ?? 0 }
    case nil:
      return try learn(session, session.jointLoss(), from: saved, isCancelled, onEvent) { $1.answers }
    }
  }

  /// Trains with a loss.
  ///
  /// - Parameter target: the target of a row, by its index and example.
  private func learn<Truth: Sendable>(
    _ session: TrainingSession, _ loss: any Loss<Truth>, from saved: RunState?, _ isCancelled: () -> Bool,
    _ onEvent: (TrainingEvent) -> Void, target: (_ row: Int, Example) -> Truth
  ) throws(TuningError) -> Learnt {
    let data = session.job.data
    let rows = zip(session.encodedTraining, data.training).enumerated().flatMap { row, pair in
      pair.0.windows.map { Supervised<Truth>.Item(encoding: $0, target: target(row, pair.1)) }
    }
    let task = Supervised(
      model: session.model, loss: loss, rows: rows, validation: session.epochJudge, passes: options.passesOfText,
      resampling: session.resampling, versions: try TextVersions(session, isCancelled: isCancelled),
      mixup: options.augmentation?.mixup.map { Mixup(alpha: $0, seed: options.seed) })
    let run = LearningRun(
      session.job, identity: session.identity, directory: session.directory, compute: session.compute,
      tokenBudget: session.tokenBudget, saved: saved)
    if let anchor = session.anchor {
      return try learn(anchor.mixed(task), run, isCancelled: isCancelled, onEvent: onEvent)
    }
    return try learn(task, run, isCancelled: isCancelled, onEvent: onEvent)
  }

  /// Trains on an objective, whose model has the adapter attached, and detaches the adapter.
  ///
  /// - Throws: `interrupted`, and the errors of the run.
  func learn<O: Objective>(
    _ objective: O, _ run: LearningRun, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    let model = objective.model
    reinitializeTop(of: model)
    let trainer = Trainer(
      objective, adapter: adapter, compute: run.compute, options: options, peakRate: peakRate,
      tokenBudget: run.tokenBudget, directory: run.directory, checkpointInterval: run.checkpointInterval,
      state: run.saved ?? RunState(identity: run.identity), exchange: run.exchange, program: run.program)
    // A run that was interrupted in its cross-validation has no checkpoint of its own yet.
    if let saved = run.saved, !saved.tensors.isEmpty {
      try trainer.restoreCheckpoint()
      onEvent(.resumed(step: saved.step, totalSteps: trainer.schedule.totalSteps))
    }
    try trainer.run(isCancelled: isCancelled, onEvent: onEvent)
    let files = run.adapterBase.map { AdapterFiles(model, base: $0, options.lora ?? LoRAOptions()) }
    adapter.detach(from: model, run.compute)
    let best = trainer.state.best?.epoch ?? trainer.state.epoch
    var learnt = Learnt(
      reports: trainer.state.reports, bestEpoch: best,
      validation: trainer.state.reports.first { $0.epoch == best }?.validation, adapterFiles: files)
    // Merging a low-rank update into its weights may change the last bits of the outputs.
    if !(adapter is LowRank) { learnt.outputs = trainer.bestOutputs }
    return learnt
  }

  /// Fresh weights for the top layers and the pooler (Zhang et al. 2021: their pretrained weights serve the
  /// pre-training task and hinder the new one).
  private func reinitializeTop(of model: SequenceClassifier) {
    for (index, parameter) in model.parameters.enumerated()
    where options.reinitializes(parameter, layers: model.configuration.layerCount) {
      // Streams above those of fresh heads, which are numbered by the same index.
      model.initialize(parameter, seed: options.seed, stream: UInt32(truncatingIfNeeded: index) | 1 << 31)
    }
  }

  func lead(encoder: String) -> String {
    switch adapter {
    case is LowRank: "\(encoder), fine-tuned with LoRA"
    case is BiasTerms: "\(encoder), fine-tuned in its biases"
    default: "\(encoder), fine-tuned"
    }
  }
}
