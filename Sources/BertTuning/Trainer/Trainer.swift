import BertData
import BertEncoder
import BertInference
import BertKernels
import BertStorage
import Foundation

/// The training loop of any objective: order, optimizer, schedule, checkpoints. Every decision follows from the options
/// and the state, so that a run that was interrupted and resumed ends with the same bytes as one that was not.
final class Trainer<O: Objective> {
  let objective: O
  let compute: Compute
  let options: TrainingOptions
  let peakRate: Double
  /// The most tokens that are computed at once; nil for a whole batch.
  let tokenBudget: Int?
  let directory: RunDirectory
  let checkpointInterval: Double
  let adapter: any Adapter
  /// The other processes that train the same model.
  let exchange: any GradientExchange
  /// Name and version of the program, the same on all ranks.
  let program: String
  /// The sum of the parts' gradients, for a batch in parts; nil until the first step with the present trained
  /// parameters.
  private var currentSum: GradientSum?
  let schedule: LearningRateSchedule
  var state: RunState
  var optimizer: AdamW
  private let pull: PullToStart?
  private let mixout: Mixout?
  /// The mean that is judged and kept instead of the weights; nil where the weights are.
  let average: WeightAverage?
  /// The model's outputs for the validation texts in the best epoch, where that is since the run was started or
  /// resumed; otherwise nil.
  private(set) var bestOutputs: [Double]?
  /// The speed since the run was started or resumed.
  private var speed = SpeedGauge()
  private var lastSave = ContinuousClock.now

  var model: SequenceClassifier { objective.model }

  init(
    _ objective: O, adapter: any Adapter, compute: Compute, options: TrainingOptions, peakRate: Double,
    tokenBudget: Int?,
    directory: RunDirectory, checkpointInterval: Double, state: RunState, schedule: LearningRateSchedule? = nil,
    exchange: any GradientExchange = NoExchange(), program: String = ""
  ) {
    self.objective = objective
    self.adapter = adapter
    self.exchange = exchange
    self.program = program
    self.compute = compute
    self.options = options
    self.peakRate = peakRate
    self.tokenBudget = tokenBudget
    self.directory = directory
    self.checkpointInterval = checkpointInterval
    self.state = state
    let model = objective.model
    self.schedule =
      schedule
      ?? LearningRateSchedule(
        shape: options.schedule, warmUp: options.warmUp,
        totalSteps: options.stepsPerEpoch(items: objective.itemCount) * options.epochs)
    var settings = AdamWOptions()
    // L2-SP replaces weight decay.
    settings.weightDecay = options.stability?.startPull == nil ? Float(options.weightDecay) : 0
    settings.clipNorm = Float(options.clipNorm)
    // The optimizer makes moments for the parameters that have gradients.
    model.setTrained { adapter.everTrains($0, of: model, epochs: options.epochs) }
    let trained = model.trainable.filter(\.isTrained)
    settings.moments = options.moments ?? .fp32
    optimizer = AdamW(parameters: trained, options: settings, seed: options.seed)
    let stability = options.stability, starts = StartingWeights()
    func beginsAnew(_ parameter: Parameter) -> Bool { options.beginsAnew(parameter, of: model) }
    pull = stability?.startPull.map {
      PullToStart(
        factor: $0, headFactor: stability?.headPull ?? StabilityOptions.usualHeadPull, trained, starts,
        beginsAnew: beginsAnew)
    }
    mixout = stability?.mixout.map {
      Mixout(probability: $0, seed: options.seed, trained, starts, beginsAnew: beginsAnew)
    }
    average = stability?.averaging.map { WeightAverage(decay: $0, trained) }
  }

  var stepsPerEpoch: Int { options.stepsPerEpoch(items: objective.itemCount) }

  /// Runs to the end, or until early stopping; the model then has the weights of the best epoch.
  ///
  /// - Throws: `interrupted`, after a checkpoint was written; `diverged`; `checkpoint` and `file`; `parallel`.
  func run(isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void) throws(TuningError) {
    // Before anything is written, so that all ranks have read the directory by then.
    try requireAgreement()
    try directory.beginLog(state.reports)
    while !isFinished {
      let epoch = state.epoch
      currentSum = nil
      model.setTrained { adapter.trains($0, of: model, epoch: epoch) }
      let items = objective.items(epoch: epoch, seed: options.seed)
      try requireSameArithmetic(items)
      while state.stepInEpoch < stepsPerEpoch {
        if try isEnding(isCancelled) { try interrupt(onEvent) }
        try step(items, onEvent: onEvent)
        if lastSave.duration(to: .now).inSeconds >= checkpointInterval { try save(onEvent) }
      }
      try finishEpoch(isCancelled: isCancelled, onEvent: onEvent)
    }
    if shouldStop, let best = state.best { onEvent(.stoppedEarly(epoch: state.epoch, best: best.epoch)) }
    currentSum = nil
    model.setTrained { _ in false }
    compute.arena.trim()
    try restoreBest()
  }

  /// The parameters that a checkpoint holds.
  var saved: [Parameter] { adapter.saved(of: model, epochs: options.epochs) }

  /// Adds up the gradients of a batch's parts.
  var gradientSum: GradientSum {
    if let currentSum { return currentSum }
    let sum = GradientSum(of: model, options.tree, exchange)
    currentSum = sum
    return sum
  }

  /// Whether no epoch is left.
  var isFinished: Bool { state.epoch >= options.epochs || shouldStop }

  private var shouldStop: Bool {
    options.earlyStopping.map { state.epochsWithoutGain >= $0 } ?? false
  }

  private func step(_ items: O.Items, onEvent: (TrainingEvent) -> Void) throws(TuningError) {
    let outer = StageClock.enter(.step)
    defer { StageClock.leave(to: outer) }
    let started = ContinuousClock.now
    let first = state.stepInEpoch * options.batchSize
    let chosen = ArraySlice(items[first..<min(first + options.batchSize, items.count)])
    mixout?.mix(step: state.step, compute)
    var (loss, tokens) = accumulateGradients(chosen)
    mixout?.separate(step: state.step, compute)
    if let pull { loss += pull.addGradients(compute) }
    let rate = peakRate * schedule.multiplier(at: state.step)
    guard loss.isFinite else { throw .diverged(step: state.step + 1, learningRate: rate) }
    let layers = model.configuration.layerCount
    let norm = optimizer.step(
      learningRate: { [adapter] parameter in Float(rate * adapter.rateFactor(of: parameter, layers: layers)) },
      compute: compute)

    average?.update(steps: state.step + 1, compute)

    if let average = state.losses.observe(loss) {
      onEvent(.warning(.lossSpike(step: state.step + 1, loss: loss, average: average)))
    }
    state.lossSum += loss * Double(chosen.count)
    state.lossRows += chosen.count
    state.lastRate = rate
    state.step += 1
    state.stepInEpoch += 1
    let elapsed = started.duration(to: .now).inSeconds
    state.epochSeconds += elapsed
    speed.add(tokens: tokens, seconds: elapsed)
    onEvent(
      .step(
        StepProgress(
          step: state.step, totalSteps: schedule.totalSteps, epoch: state.epoch + 1, loss: loss,
          averageLoss: state.losses.average ?? loss, learningRate: rate, gradientNorm: Double(norm),
          tokensPerSecond: speed.tokensPerSecond,
          secondsLeft: speed.secondsLeft(
            steps: schedule.totalSteps - state.step, epochs: options.epochs - state.epoch))))
  }

  private func finishEpoch(isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void) throws(TuningError) {
    let started = ContinuousClock.now
    let judgement: Judgement?
    // Releases the gradients, which are zero now, to make room for the packed weights of inference.
    if MemoryModel.releasesGradients(ofNumbers: optimizer.trainedNumbers) {
      currentSum = nil
      model.setTrained { _ in false }
    }
    exchangeAverage()
    do {
      judgement = try StageClock.time(.validation) { () throws(PredictionInterrupted) in
        // All ranks judge, with the same figure, or none does.
        try objective.judge(compute, isCancelled: { exchange.ranks == 1 && isCancelled() })
      }
    } catch {
      exchangeAverage()
      // All steps of the epoch are done. A resumed run begins with judging it.
      try interrupt(onEvent)
    }
    let elapsed = started.duration(to: .now).inSeconds
    speed.addEvaluation(seconds: elapsed)
    state.epoch += 1
    state.stepInEpoch = 0
    // Without a judgement every epoch counts as better than the one before, so that the last is kept.
    let isBest = state.best.map { best in judgement?.isBetter(than: best.value) ?? true } ?? true
    let report = EpochReport(
      epoch: state.epoch, step: state.step, trainingLoss: state.lossSum / Double(max(1, state.lossRows)),
      learningRate: state.lastRate, seconds: state.epochSeconds + elapsed, validation: judgement?.metrics,
      maskedLoss: judgement?.maskedLoss, vectors: judgement?.vectors, teacher: judgement?.teacher, isBest: isBest)
    state.reports.append(report)
    state.lossSum = 0
    state.lossRows = 0
    state.epochSeconds = 0
    state.epochsWithoutGain = isBest ? 0 : state.epochsWithoutGain + 1
    if isBest {
      bestOutputs = judgement?.outputs
      // The checkpoint after the epoch holds these weights too, unless their mean was judged instead or training has
      // ended.
      var file = state.tensorsName
      if average != nil || isFinished {
        file = state.bestName(epoch: state.epoch)
        let outer = StageClock.enter(.checkpoints)
        defer { StageClock.leave(to: outer) }
        try directory.write(saved.map { $0.source() }, to: file)
      }
      // An epoch that could not be judged has an infinite value, which JSON has no number for.
      let largest = Double.greatestFiniteMagnitude
      state.best = RunState.Best(
        epoch: state.epoch, value: max(-largest, min(largest, judgement?.value ?? 0)), file: file)
    }
    exchangeAverage()
    try directory.appendToLog(report)
    onEvent(.epoch(report))
    try save(onEvent)
  }

  /// Exchanges the weights with their mean, to judge and keep the mean; a second call restores the weights.
  private func exchangeAverage() {
    guard let average else { return }
    average.exchange(compute)
    model.weightsDidChange()
  }

  private func interrupt(_ onEvent: (TrainingEvent) -> Void) throws(TuningError) -> Never {
    try save(onEvent)
    // A launcher ends all ranks when one has ended, and the first may still be writing.
    exchange.meet()
    throw .interrupted(checkpoint: directory.url.path)
  }

  private func save(_ onEvent: (TrainingEvent) -> Void) throws(TuningError) {
    let outer = StageClock.enter(.checkpoints)
    defer { StageClock.leave(to: outer) }
    try saveCheckpoint()
    lastSave = .now
    onEvent(.checkpointSaved(directory.url, step: state.step))
  }
}
