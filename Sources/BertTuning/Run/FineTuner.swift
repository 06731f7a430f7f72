import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText
import Foundation

/// The fine-tuning loop. Every decision follows from the options and the state, so that a run that was interrupted and
/// resumed ends with the same bytes as one that was not.
final class FineTuner {
  /// A sequence to learn from.
  struct Row {
    let encoding: Encoding
    let label: Int
  }

  let model: SequenceClassifier
  let compute: Compute
  let options: TrainingOptions
  let peakRate: Double
  let labels: [String]
  let rows: [Row]
  let validation: [TextEncoder.Encoded]
  let validationLabels: [Int]
  let loss: any Loss<Int>
  /// Tokens whose activations may be held at once; nil: those of a whole batch.
  let tokenBudget: Int?
  let directory: RunDirectory
  let checkpointInterval: Double
  let trainability: Trainability
  let schedule: LearningRateSchedule
  var state: RunState
  var optimizer: AdamW
  /// Since the run was started or resumed.
  private var speed = SpeedGauge()
  private var lastSave = ContinuousClock.now

  init(
    model: SequenceClassifier, compute: Compute, options: TrainingOptions, peakRate: Double, labels: [String],
    rows: [Row], validation: [TextEncoder.Encoded], validationLabels: [Int], loss: any Loss<Int>,
    tokenBudget: Int?, directory: RunDirectory, checkpointInterval: Double, state: RunState
  ) {
    self.model = model
    self.compute = compute
    self.options = options
    self.peakRate = peakRate
    self.labels = labels
    self.rows = rows
    self.validation = validation
    self.validationLabels = validationLabels
    self.loss = loss
    self.tokenBudget = tokenBudget
    self.directory = directory
    self.checkpointInterval = checkpointInterval
    self.state = state
    let trainability = Trainability(options, layers: model.configuration.layerCount)
    self.trainability = trainability
    schedule = LearningRateSchedule(
      shape: options.schedule, warmUp: options.warmUp,
      totalSteps: Self.stepsPerEpoch(rows: rows.count, options) * options.epochs)
    var settings = AdamWOptions()
    settings.weightDecay = Float(options.weightDecay)
    settings.clipNorm = Float(options.clipNorm)
    // Gradients decide which parameters the optimizer makes moments for.
    model.setTrained { trainability.everTrains($0, epochs: options.epochs) }
    optimizer = AdamW(parameters: model.parameters.filter(\.isTrained), options: settings)
  }

  static func stepsPerEpoch(rows: Int, _ options: TrainingOptions) -> Int {
    (rows + options.batchSize - 1) / options.batchSize
  }

  var stepsPerEpoch: Int { Self.stepsPerEpoch(rows: rows.count, options) }

  /// Runs to the end, or until there is nothing more to gain; the model then has the weights of the best epoch.
  ///
  /// - Throws: `interrupted`, after a checkpoint was written; `diverged`; `checkpoint` and `io`.
  func run(isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void) throws(TuningError) {
    try directory.beginLog(state.reports)
    while state.epoch < options.epochs && !shouldStop {
      let epoch = state.epoch
      model.setTrained { trainability.trains($0, epoch: epoch) }
      let order = epochOrder(epoch)
      while state.stepInEpoch < stepsPerEpoch {
        if isCancelled() { try interrupt(onEvent) }
        try step(order: order, onEvent: onEvent)
        if lastSave.duration(to: .now).inSeconds >= checkpointInterval { try save(onEvent) }
      }
      try finishEpoch(isCancelled: isCancelled, onEvent: onEvent)
    }
    if shouldStop, let best = state.best { onEvent(.stoppedEarly(epoch: state.epoch, best: best.epoch)) }
    try restoreBest()
  }

  private var shouldStop: Bool {
    options.earlyStopping.map { state.epochsWithoutGain >= $0 } ?? false
  }

  /// The rows in the order of an epoch: it depends on seed and epoch alone, so that nothing need be saved of it.
  private func epochOrder(_ epoch: Int) -> [Int] {
    var generator = SeededGenerator(seed: options.seed ^ (UInt64(epoch + 1) &* 0x9E37_79B9_7F4A_7C15))
    return generator.permutation(rows.count)
  }

  private func step(order: [Int], onEvent: (TrainingEvent) -> Void) throws(TuningError) {
    let started = ContinuousClock.now
    let first = state.stepInEpoch * options.batchSize
    let chosen = order[first..<min(first + options.batchSize, order.count)]
    let (loss, tokens) = accumulateGradients(chosen.map { rows[$0] })
    let rate = peakRate * schedule.multiplier(at: state.step)
    guard loss.isFinite else { throw .diverged(step: state.step + 1, learningRate: rate) }
    let layers = model.configuration.layerCount
    let norm = optimizer.step(
      learningRate: { [decay = options.layerDecay] parameter in
        Float(rate * LayerDecay.multiplier(depth: parameter.highestDepth, layers: layers, decay: decay))
      }, compute: compute)

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
    var metrics: ClassificationMetrics?
    if !validation.isEmpty {
      do {
        model.prepareForInference(compute)
        let logits = try Inference(model: model, compute: compute).logits(validation, isCancelled: isCancelled)
        metrics = Evaluation.metrics(logits: logits, truth: validationLabels, labels: labels)
      } catch {
        // All steps of the epoch are done; resumed, the run begins with judging it.
        try interrupt(onEvent)
      }
    }
    let elapsed = started.duration(to: .now).inSeconds
    speed.addEvaluation(seconds: elapsed)
    state.epoch += 1
    state.stepInEpoch = 0
    let value = metrics?.value(for: options.metric)
    // Without validation rows every epoch counts as better than the one before: the last is kept.
    let isBest = state.best.map { best in value.map { options.metric.isBetter($0, than: best.value) } ?? true } ?? true
    let report = EpochReport(
      epoch: state.epoch, step: state.step, trainingLoss: state.lossSum / Double(max(1, state.lossRows)),
      learningRate: state.lastRate, seconds: state.epochSeconds + elapsed, validation: metrics, isBest: isBest)
    state.reports.append(report)
    state.lossSum = 0
    state.lossRows = 0
    state.epochSeconds = 0
    state.epochsWithoutGain = isBest ? 0 : state.epochsWithoutGain + 1
    if isBest {
      let file = "best-\(state.run)-\(state.epoch).safetensors"
      try directory.write(model.tensorSources, to: file)
      state.best = RunState.Best(epoch: state.epoch, value: value ?? 0, file: file)
    }
    try directory.appendToLog(report)
    onEvent(.epoch(report))
    try save(onEvent)
  }

  private func interrupt(_ onEvent: (TrainingEvent) -> Void) throws(TuningError) -> Never {
    try save(onEvent)
    throw .interrupted(checkpoint: directory.url.path)
  }

  private func save(_ onEvent: (TrainingEvent) -> Void) throws(TuningError) {
    try saveCheckpoint()
    lastSave = .now
    onEvent(.checkpointSaved(directory.url, step: state.step))
  }
}
