import BertData
import BertEncoder
import BertInference

extension TrainingSession {
  /// What a method leaves: the weights in the model, and this.
  struct Learnt {
    var reports: [EpochReport]
    var bestEpoch: Int
    var validation: ClassificationMetrics?
    var note: String?
  }

  func fineTune(
    resuming saved: RunState?, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    reinitializeTop()
    var rows: [Supervised.Item] = []
    for (encoded, example) in zip(encodedTraining, job.data.training) {
      for window in encoded.windows { rows.append(.init(encoding: window, target: example.label ?? 0)) }
    }
    var validation = Supervised.Validation()
    validation.texts = encodedValidation
    validation.truth = job.data.validation.compactMap(\.label)
    validation.labels = labels
    validation.metric = options.metric
    let identity = RunState.Identity(options: options, data: job.data.digest, encoder: encoderDigest)
    let trainer = Trainer(
      Supervised(
        model: model, loss: CrossEntropy(classWeights: classWeights?.map(Float.init)), rows: rows,
        validation: validation),
      compute: compute, options: options, peakRate: peakRate, tokenBudget: tokenBudget, directory: directory,
      checkpointInterval: job.checkpointInterval, state: saved ?? RunState(identity: identity))
    if let saved {
      try trainer.restoreCheckpoint()
      onEvent(.resumed(step: saved.step, totalSteps: trainer.schedule.totalSteps))
    }
    try trainer.run(isCancelled: isCancelled, onEvent: onEvent)
    let best = trainer.state.best?.epoch ?? trainer.state.epoch
    return Learnt(
      reports: trainer.state.reports, bestEpoch: best,
      validation: trainer.state.reports.first { $0.epoch == best }?.validation)
  }

  func extractFeatures(
    isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> Learnt {
    let started = ContinuousClock.now
    let result: FeatureTrainer.Result
    do {
      result = try FeatureTrainer(model: model, compute: compute, labels: labels, classWeights: classWeights).run(
        training: encodedTraining, trainingLabels: job.data.training.compactMap(\.label), validation: encodedValidation,
        validationLabels: job.data.validation.compactMap(\.label), isCancelled: isCancelled,
        progress: { onEvent(.features(done: $0, total: $1)) })
    } catch {
      throw .interrupted(checkpoint: nil)
    }
    let report = EpochReport(
      epoch: 1, step: 0, trainingLoss: result.trainingLoss, learningRate: 0,
      seconds: started.duration(to: .now).inSeconds, validation: result.validation, isBest: true)
    onEvent(.epoch(report))
    return Learnt(reports: [report], bestEpoch: 1, validation: result.validation, note: result.note)
  }

  /// Fresh weights for the top layers and the pooler (Zhang et al. 2021: what pre-training left there serves its own
  /// task and hinders the new one).
  private func reinitializeTop() {
    guard options.reinitializeTop > 0 else { return }
    let lowest = model.configuration.layerCount - options.reinitializeTop
    for (index, parameter) in model.parameters.enumerated() {
      let isTop =
        switch parameter.part {
        case .layer(let layer): layer >= lowest
        case .pooler: true
        case .embeddings, .classifier: false
        }
      // Streams above those of fresh heads, which are numbered by the same index.
      if isTop { model.initialize(parameter, seed: options.seed, stream: UInt32(truncatingIfNeeded: index) | 1 << 31) }
    }
  }
}
